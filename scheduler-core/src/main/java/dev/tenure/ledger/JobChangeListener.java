package dev.tenure.ledger;

import dev.tenure.model.JobName;

/** Hears of every change of the ledger, on its loop; must not block. */
@FunctionalInterface
public interface JobChangeListener {

  /**
   * Something was recorded of a job, by this node or by another.
   *
   * @param before the state so far; {@link JobState#NONE} for a job never seen
   * @param after the state now, which {@link RunLedger#state} also answers; {@link JobState#NONE}
   *     when the job was forgotten
   */
  void onChange(JobName job, JobState before, JobState after);

  /**
   * Everything was read anew; what changed since the last call was perhaps not told one by one.
   * Also called once after the first reading.
   */
  default void onResync() {}
}
