package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slots at a fixed distance from a start; counts by arithmetic. Milliseconds.
 *
 * @param last the index of the last slot; the first one is 0
 */
record RepeatGrid(long start, long interval, long last) implements Grid {

  static RepeatGrid of(Instant start, Duration interval, int count) {
    if (count < ScheduleSpec.Repeat.ENDLESS) {
      throw new IllegalArgumentException("a count must be -1 or more, is " + count);
    }
    boolean once = count == 0 && interval.isZero();
    return new RepeatGrid(
        Horizon.start(start),
        once ? 1 : EveryGrid.millis(interval),
        count < 0 ? Long.MAX_VALUE : count);
  }

  @Override
  public Optional<Instant> next(Instant after) {
    long index = index(after) + 1;
    long slot = index > last ? Long.MAX_VALUE : start + index * interval;
    return slot > Horizon.LAST ? Optional.empty() : Optional.of(Instant.ofEpochMilli(slot));
  }

  @Override
  public SlotCount count(Instant after, Instant upTo, long limit) {
    return new SlotCount(Math.max(0, index(upTo) - index(after)), true);
  }

  @Override
  public Optional<Instant> last(Instant after, Instant upTo) {
    long index = index(upTo);
    return index <= index(after)
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(start + index * interval));
  }

  @Override
  public String describe() {
    return EveryGrid.text(interval) + (last == Long.MAX_VALUE ? "" : ", " + (last + 1) + " times");
  }

  /** The index of the last slot at or before an instant; -1 if there is none. */
  private long index(Instant instant) {
    long index = Math.floorDiv(Horizon.within(instant).toEpochMilli() - start, interval);
    return Math.max(-1, Math.min(last, index));
  }
}
