package dev.tenure.server.chaos.workload;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A job of the job file.
 *
 * @param name its name
 * @param timing its slots
 * @param policy its other settings, as HOCON
 * @param behaviour what its code does
 */
public record FileJob(String name, Timing timing, Map<String, String> policy, Behaviour behaviour) {

  public FileJob {
    policy = new TreeMap<>(policy);
    // Who wants all slots run and none at a time with another one must leave room to catch up.
    boolean one = !policy.getOrDefault("concurrency", "allow").equals("allow");
    if (one && policy.getOrDefault("catch-up", "last").contains("all")) {
      behaviour = behaviour.within(timing.periodMillis() / 4);
    }
  }

  static FileJob draw(String name, Random random, Epoch epoch) {
    Timing timing = Timing.draw(random, epoch);
    return new FileJob(
        name, timing, Policies.draw(random), Behaviour.draw(random, timing.periodMillis()));
  }

  /** The same job with other slots. */
  FileJob withTiming(Timing newTiming) {
    return new FileJob(name, newTiming, policy, behaviour);
  }

  /** The same job with other settings. */
  FileJob withPolicy(Map<String, String> newPolicy) {
    return new FileJob(name, timing, newPolicy, behaviour);
  }

  String hocon(Stage stage) {
    StringBuilder text = new StringBuilder();
    text.append("  ").append(name).append(" { class = \"").append(behaviour.type()).append('"');
    timing.settings().forEach((key, value) -> text.append(", ").append(key).append(" = " + value));
    policy.forEach((key, value) -> text.append(", ").append(key).append(" = ").append(value));
    text.append(", data {");
    behaviour
        .data(stage)
        .forEach(
            (key, value) ->
                text.append(' ')
                    .append(key)
                    .append(" = ")
                    .append(value instanceof String ? "\"" + value + "\"" : value)
                    .append(','));
    text.setLength(text.length() - 1);
    return text.append(" } }\n").toString();
  }
}
