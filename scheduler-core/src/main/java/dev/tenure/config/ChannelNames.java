package dev.tenure.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.tenure.model.JobAlerts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether the channels that jobs name are there. */
final class ChannelNames {

  private static final String DEFAULTS = "jobs.defaults.alerts.channels";

  private final TreeSet<String> known = new TreeSet<>();
  private final ProblemLog log;

  ChannelNames(AlertsConfig alerts, ProblemLog log) {
    alerts.channels().forEach(channel -> known.add(channel.name()));
    this.log = log;
  }

  /**
   * Notes names that no channel has.
   *
   * @param tenure the node's settings, which hold the defaults of jobs
   * @param jobs the jobs
   * @param objects what they were read from, by their paths
   */
  void check(ConfigObject tenure, List<JobConfig> jobs, Map<String, ConfigObject> objects) {
    Optional<ConfigValue> defaults = at(tenure, ConfigUtil.splitPath(DEFAULTS));
    for (JobConfig job : jobs) {
      String path = ConfigUtil.joinPath("jobs", job.name().value());
      Optional<ConfigValue> own =
          Optional.ofNullable(objects.get(path)).flatMap(o -> at(o, List.of("alerts", "channels")));
      Origin origin =
          own.map(value -> log.origin(value, path + ".alerts.channels"))
              .or(() -> defaults.map(value -> log.origin(value, "tenure." + DEFAULTS)))
              .orElse(job.origin());
      check(job.policy().alerts(), origin);
    }
  }

  private void check(JobAlerts alerts, Origin origin) {
    for (String name : alerts.channels()) {
      if (!known.contains(name)) {
        log.add(
            origin,
            "names \"" + name + "\", which is no channel of this node",
            known.isEmpty()
                ? "none; tenure.alerts.channels has no channel"
                : String.join(", ", known));
      }
    }
  }

  private static Optional<ConfigValue> at(ConfigObject object, List<String> path) {
    ConfigValue value = object.get(path.get(0));
    if (path.size() == 1) {
      return Optional.ofNullable(value);
    }
    return value instanceof ConfigObject child
        ? at(child, path.subList(1, path.size()))
        : Optional.empty();
  }
}
