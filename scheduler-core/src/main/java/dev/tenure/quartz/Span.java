package dev.tenure.quartz;

import dev.tenure.ledger.SkipReason;
import java.time.Instant;

/**
 * A stretch of time in which slots fell due and nobody could start them: they are not just late,
 * the catch-up policy decides about them.
 *
 * @param after its beginning, not included
 * @param upTo its end, included
 * @param reason of slots that are passed over because the policy does not run them late
 */
record Span(Instant after, Instant upTo, SkipReason reason) {

  /** Everything up to an instant. */
  static Span until(Instant upTo, SkipReason reason) {
    return new Span(Instant.MIN, upTo, reason);
  }

  boolean covers(Instant slot) {
    return slot.isAfter(after) && !slot.isAfter(upTo);
  }

  /** The stretch that begins with the earlier beginning and ends with the later end. */
  Span with(Span other) {
    return new Span(
        after.isBefore(other.after) ? after : other.after,
        upTo.isAfter(other.upTo) ? upTo : other.upTo,
        reason);
  }
}
