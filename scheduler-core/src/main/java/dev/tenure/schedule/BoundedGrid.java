package dev.tenure.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A grid from a start to an end, both included, in milliseconds; bare numbers, as there are many of
 * these.
 */
record BoundedGrid(Grid grid, long start, long end) implements Grid {

  static BoundedGrid of(Grid grid, Optional<Instant> start, Optional<Instant> end) {
    return new BoundedGrid(
        grid,
        start.map(BoundedGrid::roundedUp).orElse(Long.MIN_VALUE),
        end.map(e -> Horizon.within(e).toEpochMilli()).orElse(Long.MAX_VALUE));
  }

  /** No slot lies between two milliseconds. */
  private static long roundedUp(Instant instant) {
    long millis = Horizon.start(instant);
    if (millis == Horizon.FIRST || millis > Horizon.LAST) {
      return millis;
    }
    return Instant.ofEpochMilli(millis).equals(instant) ? millis : millis + 1;
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return grid.next(from(after)).filter(slot -> slot.toEpochMilli() <= end);
  }

  @Override
  public SlotCount count(Instant after, Instant upTo, long limit) {
    Instant from = from(after);
    Instant to = to(upTo);
    return from.isBefore(to) ? grid.count(from, to, limit) : new SlotCount(0, true);
  }

  @Override
  public Optional<Instant> last(Instant after, Instant upTo) {
    Instant from = from(after);
    Instant to = to(upTo);
    return from.isBefore(to) ? grid.last(from, to) : Optional.empty();
  }

  @Override
  public String describe() {
    return grid.describe()
        + (start == Long.MIN_VALUE ? "" : " from " + Instant.ofEpochMilli(start))
        + (end == Long.MAX_VALUE ? "" : " until " + Instant.ofEpochMilli(end));
  }

  private Instant from(Instant after) {
    Instant within = Horizon.within(after);
    return start != Long.MIN_VALUE && within.toEpochMilli() < start
        ? Instant.ofEpochMilli(start - 1)
        : within;
  }

  private Instant to(Instant upTo) {
    Instant within = Horizon.within(upTo);
    return within.toEpochMilli() > end ? Instant.ofEpochMilli(end) : within;
  }
}
