package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.Optional;

/**
 * A definition that is gone. Of a trigger the cursor and the pending attempts are dropped; of a job
 * those of all triggers and the kept data, and its history once it is old. Open runs stay open
 * until they end.
 *
 * @param job the job
 * @param trigger the trigger; empty when the job itself is gone
 */
public record Forgotten(JobName job, Optional<TriggerName> trigger) {

  /** The job is gone. */
  public static Forgotten job(JobName job) {
    return new Forgotten(job, Optional.empty());
  }

  /** The trigger is gone, or belongs to another job now. */
  public static Forgotten trigger(JobName job, TriggerName trigger) {
    return new Forgotten(job, Optional.of(trigger));
  }
}
