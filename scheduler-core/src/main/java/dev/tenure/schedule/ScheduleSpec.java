package dev.tenure.schedule;

import dev.tenure.model.Dst;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * When a trigger has slots, as data that can be stored. {@link Grids} makes a grid of it. The last
 * three are Quartz's triggers of these names.
 */
public sealed interface ScheduleSpec {

  /** Whether somebody named each of its slots: nothing recurs. */
  default boolean isSingle() {
    return this instanceof At || (this instanceof Repeat repeat && repeat.count() == 0);
  }

  /**
   * By the wall clock of a zone.
   *
   * @param text an expression without {@code H}; not checked here
   * @param zone whose wall clock
   * @param dst what happens where the clocks change
   */
  record Cron(String text, ZoneId zone, Dst dst) implements ScheduleSpec {}

  /**
   * At a fixed distance, without beginning and end.
   *
   * @param period positive, whole milliseconds
   * @param anchor one of the slots
   */
  record Every(Duration period, Instant anchor) implements ScheduleSpec {}

  /** At certain instants, in any order. */
  record At(List<Instant> instants) implements ScheduleSpec {
    public At {
      instants = List.copyOf(instants);
    }
  }

  /**
   * At a fixed distance from a start; a simple trigger.
   *
   * @param start the first slot
   * @param interval whole milliseconds; zero only for a count of 0
   * @param count how many slots follow the first one; -1 for no end
   */
  record Repeat(Instant start, Duration interval, int count) implements ScheduleSpec {
    /** The count of one that never ends. */
    public static final int ENDLESS = -1;
  }

  /**
   * At intervals of the calendar.
   *
   * @param start the first slot
   * @param interval how many units; positive
   * @param unit of the interval
   * @param zone whose calendar
   * @param preserveHour whether days and longer units keep the hour of {@code start} on the wall
   *     when the clocks change; else days and weeks are 24 hours and 7 times 24 hours
   * @param skipMissingHour with {@code preserveHour}: whether a day on which the clocks leave that
   *     hour out has no slot; else it has one as much later
   */
  record CalendarInterval(
      Instant start,
      int interval,
      IntervalUnit unit,
      ZoneId zone,
      boolean preserveHour,
      boolean skipMissingHour)
      implements ScheduleSpec {}

  /**
   * At a fixed distance within a part of certain days.
   *
   * @param start no slot before it
   * @param days the days of the week; not empty
   * @param from the time of the first slot of a day
   * @param to no slot of a day after it; not before {@code from}
   * @param interval how many units; positive
   * @param unit hours, minutes or seconds
   * @param count how many slots follow the first one; -1 for no end
   * @param zone whose wall clock
   */
  record DailyTime(
      Instant start,
      Set<DayOfWeek> days,
      LocalTime from,
      LocalTime to,
      int interval,
      IntervalUnit unit,
      int count,
      ZoneId zone)
      implements ScheduleSpec {
    /** The count of one that never ends. */
    public static final int ENDLESS = -1;

    public DailyTime {
      days = Set.copyOf(days);
    }
  }
}
