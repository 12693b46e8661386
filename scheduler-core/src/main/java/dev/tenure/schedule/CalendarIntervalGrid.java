package dev.tenure.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;

/**
 * Slots at intervals of days or more, at one time of day on the wall. A day of the month that a
 * month does not have is cut to its last one, and stays so: from the 31st of January to the 28th of
 * February to the 28th of March, as Quartz counts.
 */
record CalendarIntervalGrid(ScheduleSpec.CalendarInterval spec) implements Grid {

  private static final int LAST_YEAR = 9999;

  /** Of any unit this is more than there is time. */
  private static final int MOST = 4_000_000;

  static Grid of(ScheduleSpec.CalendarInterval spec) {
    if (spec.interval() < 1) {
      throw new IllegalArgumentException("an interval must be positive, is " + spec.interval());
    }
    return spec.unit().isExact()
        ? RepeatGrid.of(
            spec.start(),
            spec.unit().unit().getDuration().multipliedBy(spec.interval()),
            ScheduleSpec.Repeat.ENDLESS)
        : new CalendarIntervalGrid(spec);
  }

  private Instant start() {
    return Instant.ofEpochMilli(Horizon.start(spec.start()));
  }

  /** Begins a little before where it must be, for the clocks may shift an instant by a day. */
  @Override
  public Optional<Instant> next(Instant after) {
    Instant start = start();
    if (Horizon.isReached(after) || Horizon.isReached(start)) {
      return Optional.empty();
    }
    if (after.isBefore(start)) {
      return Optional.of(start);
    }
    LocalDateTime first = LocalDateTime.ofInstant(start, spec.zone());
    LocalDate near = LocalDateTime.ofInstant(after, spec.zone()).toLocalDate().minusDays(2);
    LocalDate date = from(first.toLocalDate(), near);
    while (date.getYear() <= LAST_YEAR) {
      Optional<Instant> slot = instant(date.atTime(first.toLocalTime()));
      if (slot.isPresent() && slot.get().isAfter(after) && slot.get().isAfter(start)) {
        return slot;
      }
      date = plus(date, 1);
    }
    return Optional.empty();
  }

  @Override
  public String describe() {
    String unit = spec.unit().name().toLowerCase(Locale.ROOT);
    return "every "
        + spec.interval()
        + " "
        + unit
        + "s from "
        + spec.start()
        + " ("
        + spec.zone()
        + ")";
  }

  /** The first date of the intervals that is not before another, or a little earlier. */
  private LocalDate from(LocalDate start, LocalDate near) {
    if (!near.isAfter(start)) {
      return start;
    }
    if (spec.unit() == IntervalUnit.DAY || spec.unit() == IntervalUnit.WEEK) {
      return plus(start, spec.unit().unit().between(start, near) / Math.min(spec.interval(), MOST));
    }
    LocalDate date = start;
    while (date.isBefore(near)) {
      date = plus(date, 1);
    }
    return date;
  }

  private LocalDate plus(LocalDate date, long intervals) {
    return date.plus(intervals * Math.min(spec.interval(), MOST), spec.unit().unit());
  }

  /** The first of two passes; in a gap as much later as it is long, or not at all. */
  private Optional<Instant> instant(LocalDateTime local) {
    ZoneRules rules = spec.zone().getRules();
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return Optional.of(local.toInstant(rules.getOffset(local)));
    }
    boolean left = change.isGap() && spec.preserveHour() && spec.skipMissingHour();
    ZoneOffset before = change.getOffsetBefore();
    return left ? Optional.empty() : Optional.of(local.toInstant(before));
  }
}
