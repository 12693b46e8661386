package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Slots at a fixed distance; counts by arithmetic. Milliseconds. */
record EveryGrid(long period, long anchor) implements Grid {

  static EveryGrid of(Duration period, Instant anchor) {
    return new EveryGrid(millis(period), Horizon.within(anchor).toEpochMilli());
  }

  /** A period that may be the distance of slots; a longer one than there is time is cut. */
  static long millis(Duration period) {
    if (period.isNegative() || period.isZero() || period.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "a period must be positive and of whole milliseconds, is " + period);
    }
    Duration longest = Duration.ofMillis(Horizon.LAST - Horizon.FIRST + 1);
    return (period.compareTo(longest) < 0 ? period : longest).toMillis();
  }

  static String text(long period) {
    return "every " + Duration.ofMillis(period).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.of(slot(index(after) + 1))
        .filter(slot -> slot <= Horizon.LAST)
        .map(Instant::ofEpochMilli);
  }

  @Override
  public SlotCount count(Instant after, Instant upTo, long limit) {
    return new SlotCount(Math.max(0, index(upTo) - index(after)), true);
  }

  @Override
  public Optional<Instant> last(Instant after, Instant upTo) {
    return Optional.of(Instant.ofEpochMilli(slot(index(upTo)))).filter(slot -> slot.isAfter(after));
  }

  @Override
  public String describe() {
    return text(period);
  }

  /** The number of the last slot at or before an instant. */
  private long index(Instant instant) {
    return Math.floorDiv(Horizon.within(instant).toEpochMilli() - anchor, period);
  }

  private long slot(long index) {
    return anchor + index * period;
  }
}
