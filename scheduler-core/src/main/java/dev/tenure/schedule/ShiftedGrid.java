package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A grid moved later by a fixed time, so that jobs of one schedule do not all start at once. */
record ShiftedGrid(Grid grid, Duration offset) implements Grid {

  @Override
  public Optional<Instant> next(Instant after) {
    return grid.next(back(after)).map(slot -> slot.plus(offset));
  }

  @Override
  public SlotCount count(Instant after, Instant upTo, long limit) {
    return grid.count(back(after), back(upTo), limit);
  }

  @Override
  public Optional<Instant> last(Instant after, Instant upTo) {
    return grid.last(back(after), back(upTo)).map(slot -> slot.plus(offset));
  }

  @Override
  public String describe() {
    return grid.describe();
  }

  private Instant back(Instant instant) {
    return Horizon.within(instant).minus(offset);
  }
}
