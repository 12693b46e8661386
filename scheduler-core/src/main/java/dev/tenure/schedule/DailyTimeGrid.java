package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * Slots at a fixed distance within a part of certain days. The part begins and ends by the clock on
 * the wall (in a gap as much later, in a repeated hour with its first and its second pass); in
 * between it goes by elapsed time.
 */
record DailyTimeGrid(ScheduleSpec.DailyTime spec) implements Grid {

  /** A week has all days, and one may be left out by the clocks. */
  private static final int DAYS = 16;

  static Grid of(ScheduleSpec.DailyTime spec) {
    Duration interval = spec.unit().unit().getDuration().multipliedBy(spec.interval());
    boolean known =
        spec.unit() == IntervalUnit.HOUR
            || spec.unit() == IntervalUnit.MINUTE
            || spec.unit() == IntervalUnit.SECOND;
    if (!known || spec.interval() < 1 || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "an interval must be of hours, minutes or seconds, positive and at most a day, is "
              + spec.interval()
              + " "
              + spec.unit());
    }
    if (spec.count() < ScheduleSpec.DailyTime.ENDLESS) {
      throw new IllegalArgumentException("a count must be -1 or more, is " + spec.count());
    }
    if (spec.days().isEmpty() || spec.to().isBefore(spec.from())) {
      throw new IllegalArgumentException(
          "there must be a day, and a part of it that does not end before it begins");
    }
    DailyTimeGrid grid = new DailyTimeGrid(spec);
    Grid started = Grids.bounded(grid, Optional.of(spec.start()), Optional.empty());
    return spec.count() == ScheduleSpec.DailyTime.ENDLESS
        ? started
        : new CountedGrid(started, grid);
  }

  /** A change of the clocks may let a day's part overtake the beginning of the next one. */
  @Override
  public Optional<Instant> next(Instant after) {
    if (Horizon.isReached(after)) {
      return Optional.empty();
    }
    LocalDate date = dateOf(Horizon.within(after)).minusDays(1);
    Optional<Instant> earliest = Optional.empty();
    int last = DAYS;
    for (int day = 0; day < last; day++) {
      Optional<Instant> slot =
          part(date.plusDays(day)).flatMap(part -> part.next(Horizon.within(after)));
      if (slot.isPresent() && earliest.filter(e -> e.isBefore(slot.get())).isEmpty()) {
        earliest = slot;
        last = Math.min(last, day + 2);
      }
    }
    return earliest.filter(slot -> slot.toEpochMilli() <= Horizon.LAST);
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "every %d %ss from %s to %s (%s)",
        spec.interval(),
        spec.unit().name().toLowerCase(Locale.ROOT),
        spec.from(),
        spec.to(),
        spec.zone());
  }

  LocalDate dateOf(Instant instant) {
    return LocalDateTime.ofInstant(instant, spec.zone()).toLocalDate();
  }

  /** The part of a day; absent on other days, and on one that the clocks leave out. */
  Optional<Part> part(LocalDate date) {
    if (!spec.days().contains(date.getDayOfWeek())) {
      return Optional.empty();
    }
    ZoneId zone = spec.zone();
    Instant first = date.atTime(spec.from()).atZone(zone).toInstant();
    if (dateOf(first).isAfter(date) && dateOf(date.atStartOfDay(zone).toInstant()).isAfter(date)) {
      return Optional.empty();
    }
    Instant last = date.atTime(spec.to()).atZone(zone).withLaterOffsetAtOverlap().toInstant();
    long interval = spec.unit().unit().getDuration().toMillis() * spec.interval();
    return last.isBefore(first)
        ? Optional.empty()
        : Optional.of(new Part(first.toEpochMilli(), last.toEpochMilli(), interval));
  }

  /** The part of one day, in milliseconds; both ends included. */
  record Part(long first, long last, long interval) {

    /** A day without slots. */
    static final Part NONE = new Part(0, -1, 1);

    Optional<Instant> next(Instant after) {
      long passed = Math.floorDiv(after.toEpochMilli() - first, interval);
      long slot = passed < 0 ? first : first + (passed + 1) * interval;
      return slot > last ? Optional.empty() : Optional.of(Instant.ofEpochMilli(slot));
    }

    /** How many slots are not before an instant. */
    long slotsFrom(long start) {
      return Math.max(0, (last - first) / interval + 1 - before(start));
    }

    /** The slot after so many that are not before an instant. */
    long slot(long start, long index) {
      return first + (before(start) + index) * interval;
    }

    private long before(long start) {
      return start <= first ? 0 : (start - first - 1) / interval + 1;
    }
  }
}
