package dev.tenure.alert;

import dev.tenure.model.AlertKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.util.Optional;

/**
 * What an alert is about. Of one thing there is one alert at a time.
 *
 * @param kind what happened
 * @param group to which group; absent for what concerns the whole cluster
 * @param job to which of its jobs; absent for what concerns the whole group
 */
public record AlertId(AlertKind kind, Optional<GroupName> group, Optional<JobName> job) {

  /** Something about the whole cluster. */
  static AlertId of(AlertKind kind) {
    return new AlertId(kind, Optional.empty(), Optional.empty());
  }

  /** Something about a group. */
  static AlertId of(AlertKind kind, GroupName group) {
    return new AlertId(kind, Optional.of(group), Optional.empty());
  }

  /** Something about a job. */
  static AlertId of(AlertKind kind, GroupName group, JobName job) {
    return new AlertId(kind, Optional.of(group), Optional.of(job));
  }

  /** What {@link #toString} gave; empty for any other text. */
  public static Optional<AlertId> parse(String text) {
    String[] parts = text.split("/", 3);
    try {
      return AlertKind.of(parts[0])
          .map(
              kind ->
                  new AlertId(
                      kind,
                      parts.length > 1 ? Optional.of(new GroupName(parts[1])) : Optional.empty(),
                      parts.length > 2 ? Optional.of(new JobName(parts[2])) : Optional.empty()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** For people and keys, such as {@code run-failed/default/nightly}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.word());
    group.ifPresent(name -> text.append('/').append(name));
    job.ifPresent(name -> text.append('/').append(name));
    return text.toString();
  }
}
