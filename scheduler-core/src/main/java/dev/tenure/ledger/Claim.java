package dev.tenure.ledger;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import java.time.Instant;

/**
 * What a leader wants to run.
 *
 * @param job the job
 * @param slot the scheduled instant, on the job's grid; whole milliseconds
 * @param kind why it is run
 * @param attempt 1 for the first
 */
public record Claim(JobName job, Instant slot, RunKind kind, int attempt) {

  /** The identity of the run in its group. */
  public RunId id(GroupName group) {
    return new RunId(group, job, slot.toEpochMilli(), attempt);
  }
}
