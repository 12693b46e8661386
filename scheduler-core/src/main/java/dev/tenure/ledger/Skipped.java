package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.List;

/**
 * A trigger's cursor moves without a run.
 *
 * @param job the job
 * @param trigger the trigger
 * @param edition its edition
 * @param ranges what is passed over, all of this trigger; empty when the cursor of a new trigger is
 *     set for the first time
 * @param cursor the last slot, or instant, that is accounted for from now on, in whole
 *     milliseconds; the ledger never moves a cursor back within an edition
 */
public record Skipped(
    JobName job, TriggerName trigger, String edition, List<SkippedRange> ranges, Instant cursor) {

  public Skipped {
    cursor = Millis.floor(cursor);
    ranges = List.copyOf(ranges);
  }
}
