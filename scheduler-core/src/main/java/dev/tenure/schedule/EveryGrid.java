package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Slots at a fixed distance; counts by arithmetic. */
record EveryGrid(Duration period, Instant anchor) implements Grid {

  EveryGrid {
    if (period.isNegative() || period.isZero() || period.toNanos() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "a period must be positive and of whole milliseconds, is " + period);
    }
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.of(slot(index(after) + 1));
  }

  @Override
  public SlotCount count(Instant after, Instant upTo, long limit) {
    return new SlotCount(Math.max(0, index(upTo) - index(after)), true);
  }

  @Override
  public Optional<Instant> last(Instant after, Instant upTo) {
    return Optional.of(slot(index(upTo))).filter(slot -> slot.isAfter(after));
  }

  @Override
  public String describe() {
    return "every " + period.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** The number of the last slot at or before an instant. */
  private long index(Instant instant) {
    return Math.floorDiv(instant.toEpochMilli() - anchor.toEpochMilli(), period.toMillis());
  }

  private Instant slot(long index) {
    return Instant.ofEpochMilli(anchor.toEpochMilli() + index * period.toMillis());
  }
}
