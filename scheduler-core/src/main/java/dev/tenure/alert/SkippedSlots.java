package dev.tenure.alert;

import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which slots were passed over because it was too late for them: in a time in which nobody led
 * ({@code missed}), or by the limits of the catch-up ({@code window}, {@code limit}). A slot that
 * was passed over because its job was paused, or still ran, is what the job's settings ask for.
 */
final class SkippedSlots {

  private SkippedSlots() {}

  static boolean isAlarming(SkippedRange range) {
    return range.reason() == SkipReason.MISSED
        || range.reason() == SkipReason.WINDOW
        || range.reason() == SkipReason.LIMIT;
  }

  /** What was added between two states of a job and is alarming; older ranges may have gone. */
  static List<SkippedRange> between(List<SkippedRange> before, List<SkippedRange> after) {
    List<SkippedRange> added = new ArrayList<>();
    for (int i = after.size() - 1; i >= 0; i--) {
      SkippedRange range = after.get(i);
      if (before.contains(range)) {
        break;
      }
      Optional<SkippedRange> shorter =
          before.stream().filter(one -> prolongs(range, one)).findFirst();
      if (isAlarming(range)) {
        added.add(0, shorter.map(one -> rest(range, one)).orElse(range));
      }
      if (shorter.isPresent()) {
        break;
      }
    }
    return added;
  }

  private static boolean prolongs(SkippedRange range, SkippedRange shorter) {
    return range.trigger().equals(shorter.trigger())
        && range.reason() == shorter.reason()
        && range.from().equals(shorter.from())
        && range.count() > shorter.count();
  }

  private static SkippedRange rest(SkippedRange range, SkippedRange known) {
    return new SkippedRange(
        range.trigger(),
        known.to(),
        range.to(),
        range.count() - known.count(),
        range.exact(),
        range.reason());
  }
}
