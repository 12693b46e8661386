package dev.tenure.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A daily grid that ends after so many slots. Immutable but for a memory of where it ends. */
final class CountedGrid implements Grid {

  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final long ENDLESS = Long.MAX_VALUE;

  private final Grid grid;
  private final DailyTimeGrid days;

  // Worked out when first needed: there may be many grids, and the end may be years away.
  private volatile long end = UNKNOWN;

  CountedGrid(Grid grid, DailyTimeGrid days) {
    this.grid = grid;
    this.days = days;
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return grid.next(after).filter(slot -> slot.toEpochMilli() <= end());
  }

  @Override
  public String describe() {
    return grid.describe() + ", " + (days.spec().count() + 1L) + " times";
  }

  private long end() {
    if (end == UNKNOWN) {
      end = findEnd();
    }
    return end;
  }

  /** Counts day by day; what would last longer than we look ahead has no end. */
  private long findEnd() {
    Instant first = Horizon.within(days.spec().start());
    long start = first.toEpochMilli();
    long left = days.spec().count();
    LocalDate date = days.dateOf(first).minusDays(1);
    LocalDate horizon = days.dateOf(Horizon.of(first));
    while (date.isBefore(horizon)) {
      DailyTimeGrid.Part part = days.part(date).orElse(DailyTimeGrid.Part.NONE);
      long slots = part.slotsFrom(start);
      if (slots > left) {
        return part.slot(start, left);
      }
      left -= slots;
      date = date.plusDays(1);
    }
    return ENDLESS;
  }
}
