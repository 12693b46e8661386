package dev.tenure.node;

import dev.tenure.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a leader says of itself in the value of its key: who it is, what it runs, how much it has
 * done. A candidate's value is the same without a term.
 *
 * @param node its node
 * @param address its advertised HTTP address
 * @param pid its process id
 * @param version its version of Tenure
 * @param since when the term began, by the leader's wall clock; empty for a candidate
 * @param term the term; 0 for a candidate
 * @param running the number of runs in progress
 * @param runs those runs, as many as fit
 * @param finished runs that ended in this term
 * @param failed those of them that did not succeed
 * @param last the run that ended last, if one did
 */
public record Proclamation(
    String node,
    String address,
    long pid,
    String version,
    Optional<Instant> since,
    long term,
    int running,
    List<Run> runs,
    long finished,
    long failed,
    Optional<Finished> last) {

  /** The most bytes that a proclamation takes; runs that do not fit are left out of the list. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int MAX_MESSAGE = 200;

  public Proclamation {
    runs = List.copyOf(runs);
  }

  /**
   * A run in progress.
   *
   * @param job its job
   * @param slot its slot
   * @param attempt 1 for the first
   * @param started when its code began
   * @param percent its progress, 0 to 100
   * @param message what it says of its progress
   */
  public record Run(
      String job, Instant slot, int attempt, Instant started, int percent, String message) {}

  /**
   * The run that ended last.
   *
   * @param job its job
   * @param slot its slot
   * @param state how it ended
   * @param finished when it ended
   */
  public record Finished(String job, Instant slot, String state, Instant finished) {}

  /** The value of a candidate. */
  static Proclamation candidate(String node, String address, long pid, String version) {
    return new Proclamation(
        node, address, pid, version, Optional.empty(), 0, 0, List.of(), 0, 0, Optional.empty());
  }

  /** The text for the leader's key; at most {@link #MAX_BYTES} long. */
  public String toJson() {
    List<Run> shown = runs;
    while (true) {
      String text = Json.write(tree(shown));
      if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES || shown.isEmpty()) {
        return text;
      }
      shown = shown.subList(0, shown.size() / 2);
    }
  }

  private Map<String, Object> tree(List<Run> shown) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("node", node);
    tree.put("address", address);
    tree.put("pid", pid);
    tree.put("version", version);
    tree.put("since", since);
    tree.put("term", term);
    tree.put("running", running);
    tree.put("runs", shown.stream().map(Proclamation::tree).toList());
    tree.put("finished", finished);
    tree.put("failed", failed);
    tree.put("last", last.map(Proclamation::tree));
    return tree;
  }

  private static Map<String, Object> tree(Run run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("job", run.job());
    tree.put("slot", run.slot());
    tree.put("attempt", run.attempt());
    tree.put("started", run.started());
    tree.put("percent", run.percent());
    tree.put("message", bounded(run.message()));
    return tree;
  }

  private static Map<String, Object> tree(Finished run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("job", run.job());
    tree.put("slot", run.slot());
    tree.put("state", run.state());
    tree.put("finished", run.finished());
    return tree;
  }

  private static String bounded(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  /** Reads a value; empty for one that no node of ours wrote, such as a foreign candidate's. */
  public static Optional<Proclamation> parse(String text) {
    return Json.readObject(text).flatMap(Proclamation::of);
  }

  private static Optional<Proclamation> of(Map<String, Object> tree) {
    if (!(tree.get("node") instanceof String node) || !(tree.get("pid") instanceof Number)) {
      return Optional.empty();
    }
    Fields fields = new Fields(tree);
    List<Run> runs = new ArrayList<>();
    for (Fields run : fields.objects("runs")) {
      runs.add(
          new Run(
              run.text("job"),
              run.instant("slot").orElse(Instant.EPOCH),
              (int) run.number("attempt"),
              run.instant("started").orElse(Instant.EPOCH),
              (int) run.number("percent"),
              run.text("message")));
    }
    Optional<Finished> last =
        fields
            .object("last")
            .map(
                run ->
                    new Finished(
                        run.text("job"),
                        run.instant("slot").orElse(Instant.EPOCH),
                        run.text("state"),
                        run.instant("finished").orElse(Instant.EPOCH)));
    return Optional.of(
        new Proclamation(
            node,
            fields.text("address"),
            fields.number("pid"),
            fields.text("version"),
            fields.instant("since"),
            fields.number("term"),
            (int) fields.number("running"),
            runs,
            fields.number("finished"),
            fields.number("failed"),
            last));
  }

  /** Members of a tree that anybody may have written. */
  private record Fields(Map<String, Object> tree) {
    String text(String key) {
      return tree.get(key) instanceof String text ? text : "";
    }

    long number(String key) {
      return tree.get(key) instanceof Number number ? number.longValue() : 0;
    }

    Optional<Instant> instant(String key) {
      try {
        return tree.get(key) instanceof String text
            ? Optional.of(Instant.parse(text))
            : Optional.empty();
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    Optional<Fields> object(String key) {
      return fields(tree.get(key));
    }

    List<Fields> objects(String key) {
      List<Fields> found = new ArrayList<>();
      if (tree.get(key) instanceof List<?> members) {
        members.forEach(member -> fields(member).ifPresent(found::add));
      }
      return found;
    }

    private static Optional<Fields> fields(@Nullable Object value) {
      if (!(value instanceof Map<?, ?> members)) {
        return Optional.empty();
      }
      Map<String, Object> tree = new LinkedHashMap<>();
      members.forEach((key, member) -> tree.put(String.valueOf(key), member));
      return Optional.of(new Fields(tree));
    }
  }
}
