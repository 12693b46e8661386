package dev.tenure.definition;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Map;

/**
 * A run that somebody asks for. The one run of it is known beforehand: that of {@link #trigger()}
 * at {@link #slot()}, the first attempt.
 *
 * @param id its name
 * @param job the job to run
 * @param data given to the run over the job's data
 * @param who who asks, for people; may be empty
 * @param when when it was asked
 * @param slot the instant that the run is recorded under; whole milliseconds
 */
public record RunRequest(
    String id, JobName job, Map<String, Object> data, String who, Instant when, Instant slot)
    implements Request {

  /** Throws {@link IllegalArgumentException} for an id that is not fit for a key. */
  public RunRequest {
    Ids.check(id);
    data = DataCopy.of(data);
  }

  /** A request whose slot is the instant at which it was asked. */
  public static RunRequest of(
      String id, JobName job, Map<String, Object> data, String who, Instant when) {
    return new RunRequest(id, job, data, who, when, Instant.ofEpochMilli(when.toEpochMilli()));
  }

  /** The trigger that its run is recorded under: one that nothing else has. */
  public TriggerName trigger() {
    return new TriggerName("manual~" + id);
  }

  /** The run that it becomes. */
  public RunId run(GroupName group) {
    return new RunId(group, job, trigger(), slot.toEpochMilli(), 1);
  }
}
