package dev.tenure.ledger;

import dev.tenure.model.JobName;
import java.time.Instant;
import java.util.List;

/**
 * A job's cursor moves without a run.
 *
 * @param job the job
 * @param ranges what is passed over; empty when the cursor of a new job is set for the first time
 * @param cursor the last slot, or instant, that is accounted for from now on; the ledger never
 *     moves a cursor back
 */
public record Skipped(JobName job, List<SkippedRange> ranges, Instant cursor) {

  public Skipped {
    ranges = List.copyOf(ranges);
  }
}
