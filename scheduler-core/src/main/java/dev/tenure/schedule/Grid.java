package dev.tenure.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * The slots of a schedule: a set of instants, whole milliseconds, the same on every node.
 * Immutable; to be used from any thread; never blocks.
 */
public interface Grid {

  /** The first slot that is strictly later than {@code after}; absent if there is none any more. */
  Optional<Instant> next(Instant after);

  /** Short text for people, such as {@code every 10s}. */
  String describe();

  /**
   * How many slots lie in {@code (after, upTo]}. Work is bounded: a grid that must be walked is
   * walked for {@code limit} slots, and then says "at least".
   */
  default SlotCount count(Instant after, Instant upTo, long limit) {
    long slots = 0;
    Optional<Instant> slot = next(after);
    while (slot.isPresent() && !slot.get().isAfter(upTo)) {
      if (slots == limit) {
        return new SlotCount(limit, false);
      }
      slots++;
      slot = next(slot.get());
    }
    return new SlotCount(slots, true);
  }

  /**
   * The last slot in {@code (after, upTo]}; absent if there is none. Looks back from {@code upTo}
   * in doubling steps and then halves what is left, so that a long outage costs some dozens of
   * steps and not one for each slot.
   */
  default Optional<Instant> last(Instant after, Instant upTo) {
    if (!holdsSlot(after, upTo)) {
      return Optional.empty();
    }
    long low = after.toEpochMilli();
    long high = upTo.toEpochMilli();
    long end = high;
    for (long back = 1000; end - back > low; back *= 2) {
      if (holdsSlot(Instant.ofEpochMilli(end - back), upTo)) {
        low = end - back;
      } else {
        high = end - back;
      }
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (holdsSlot(Instant.ofEpochMilli(middle), upTo)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return next(Instant.ofEpochMilli(low));
  }

  private boolean holdsSlot(Instant after, Instant upTo) {
    return next(after).filter(slot -> !slot.isAfter(upTo)).isPresent();
  }
}
