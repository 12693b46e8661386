package dev.tenure.schedule;

import java.time.Instant;
import java.util.Optional;

/** The slots of a grid that a calendar includes. */
record CalendarGrid(Grid grid, CalendarFilter calendar) implements Grid {

  /** Leaps over each stretch that the calendar leaves out, so that few steps lead far. */
  @Override
  public Optional<Instant> next(Instant after) {
    Instant from = Horizon.within(after);
    Instant horizon = Horizon.of(from);
    for (int step = 0; step < Horizon.STEPS; step++) {
      Optional<Instant> slot = grid.next(from);
      if (slot.isEmpty() || calendar.isIncluded(slot.get())) {
        return slot;
      }
      Optional<Instant> included = calendar.nextIncluded(slot.get());
      if (included.isEmpty() || included.get().isAfter(horizon)) {
        return Optional.empty();
      }
      from = included.get().minusMillis(1);
    }
    return Optional.empty();
  }

  @Override
  public String describe() {
    return grid.describe();
  }
}
