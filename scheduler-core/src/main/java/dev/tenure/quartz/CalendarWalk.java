package dev.tenure.quartz;

import dev.tenure.schedule.Grid;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;

/** The slots of a grid that a calendar of Quartz leaves in. The work is bounded. */
final class CalendarWalk {

  /** A calendar that leaves out this many slots in a row leaves out all of them. */
  private static final int MOST_STEPS = 100_000;

  private CalendarWalk() {}

  /** The first slot after the given instant that the calendar, if there is one, includes. */
  static Optional<Instant> next(Grid grid, @Nullable Calendar calendar, Instant after) {
    Optional<Instant> slot = grid.next(after);
    for (int i = 0; calendar != null && slot.isPresent(); i++) {
      long millis = slot.get().toEpochMilli();
      if (calendar.isTimeIncluded(millis)) {
        return slot;
      }
      if (i == MOST_STEPS) {
        return Optional.empty();
      }
      // Some calendars of Quartz answer with the instant itself, or one before it.
      long included = Math.max(millis + 1, calendar.getNextIncludedTime(millis));
      slot = grid.next(Instant.ofEpochMilli(included - 1));
    }
    return slot;
  }
}
