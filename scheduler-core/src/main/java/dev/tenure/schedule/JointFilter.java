package dev.tenure.schedule;

import java.time.Instant;
import java.util.Optional;

/** What two calendars both include. */
record JointFilter(CalendarFilter one, CalendarFilter other) implements CalendarFilter {

  @Override
  public boolean isIncluded(Instant instant) {
    return one.isIncluded(instant) && other.isIncluded(instant);
  }

  @Override
  public Optional<Instant> nextIncluded(Instant after) {
    Instant from = Horizon.within(after);
    Instant horizon = Horizon.of(from);
    for (int step = 0; step < Horizon.STEPS && from.isBefore(horizon); step++) {
      Optional<Instant> found = one.nextIncluded(from);
      if (found.isEmpty() || other.isIncluded(found.get())) {
        return found;
      }
      Optional<Instant> next = other.nextIncluded(found.get());
      if (next.isEmpty()) {
        return next;
      }
      from = next.get().minusMillis(1);
    }
    return Optional.empty();
  }
}
