package dev.tenure.ledger;

import dev.tenure.model.TriggerName;
import java.time.Instant;

/**
 * Slots of one trigger that were passed over for one reason; ten thousand of them are one range.
 *
 * @param trigger the trigger
 * @param from the first slot
 * @param to the last slot; not before {@code from}
 * @param count how many slots of the grid that is; positive
 * @param exact false when there are at least so many: a very long range is not counted to its end
 * @param reason why
 */
public record SkippedRange(
    TriggerName trigger, Instant from, Instant to, long count, boolean exact, SkipReason reason) {

  /** Throws {@link IllegalArgumentException} for a range that is empty or runs backwards. */
  public SkippedRange {
    if (to.isBefore(from) || count < 1) {
      throw new IllegalArgumentException(
          "not a range of slots: " + count + " from " + from + " to " + to);
    }
    from = Millis.floor(from);
    to = Millis.floor(to);
  }

  SkippedRange and(SkippedRange later) {
    return new SkippedRange(
        trigger, from, later.to, count + later.count, exact && later.exact, reason);
  }
}
