package dev.tenure.quartz;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import dev.tenure.schedule.Calendars;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.impl.calendar.AnnualCalendar;
import org.quartz.impl.calendar.BaseCalendar;
import org.quartz.impl.calendar.CronCalendar;
import org.quartz.impl.calendar.DailyCalendar;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.calendar.MonthlyCalendar;
import org.quartz.impl.calendar.WeeklyCalendar;

/**
 * Quartz's calendars as they are stored. One that is based on another, which has no name of its
 * own, is stored as two: the base under the name of the first one and {@value #BASE}.
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class CalendarCodec {

  /** What the name of a base ends with; no name that somebody gives does. */
  static final String BASE = "~base";

  private CalendarCodec() {}

  /** A calendar and its name. */
  record Named(String name, CalendarSpec spec) {}

  static boolean isBase(String name) {
    return name.endsWith(BASE);
  }

  /**
   * The calendar and its bases, the last base first.
   *
   * @throws IllegalArgumentException for a calendar of a class that is not known, and for a name
   *     that is kept for bases
   */
  static List<Named> specs(String name, Calendar calendar) {
    if (name.isEmpty() || isBase(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name for a calendar: it must not be empty, nor end with " + BASE);
    }
    List<Named> specs = new ArrayList<>();
    String current = name;
    @Nullable Calendar next = calendar;
    while (next != null) {
      // A bare base calendar excludes nothing; Quartz's own ones may hang on one.
      @Nullable Calendar base = next.getBaseCalendar();
      Optional<String> baseName = base == null ? Optional.empty() : Optional.of(current + BASE);
      CalendarSpec spec = spec(name, next, baseName);
      Calendars.of(spec);
      specs.add(0, new Named(current, spec));
      current = current + BASE;
      next = base;
    }
    return specs;
  }

  private static CalendarSpec spec(String name, Calendar calendar, Optional<String> base) {
    @Nullable TimeZone own = calendar instanceof BaseCalendar known ? known.getTimeZone() : null;
    ZoneId zone = own == null ? ZoneId.systemDefault() : own.toZoneId();
    return new CalendarSpec(
        excluded(name, calendar, zone),
        zone,
        base,
        Objects.requireNonNullElse(calendar.getDescription(), ""));
  }

  private static Excluded excluded(String name, Calendar calendar, ZoneId zone) {
    Class<?> type = calendar.getClass();
    if (type == AnnualCalendar.class) {
      return annual((AnnualCalendar) calendar);
    } else if (type == HolidayCalendar.class) {
      return holiday((HolidayCalendar) calendar, zone);
    } else if (type == WeeklyCalendar.class) {
      return weekly((WeeklyCalendar) calendar);
    } else if (type == MonthlyCalendar.class) {
      return monthly((MonthlyCalendar) calendar);
    } else if (type == DailyCalendar.class) {
      return daily((DailyCalendar) calendar, zone);
    } else if (type == CronCalendar.class) {
      return new Excluded.Cron(((CronCalendar) calendar).getCronExpression().getCronExpression());
    } else if (type == BaseCalendar.class) {
      return new Excluded.Holiday(Set.of());
    }
    throw new IllegalArgumentException(
        "calendar \""
            + name
            + "\" is, or is based on, a "
            + type.getName()
            + ", which cannot be stored; allowed are the annual, holiday, weekly, monthly, daily and"
            + " cron calendars of Quartz");
  }

  private static Excluded annual(AnnualCalendar calendar) {
    Set<MonthDay> days = new HashSet<>();
    for (java.util.Calendar day : calendar.getDaysExcluded()) {
      days.add(
          MonthDay.of(
              day.get(java.util.Calendar.MONTH) + 1, day.get(java.util.Calendar.DAY_OF_MONTH)));
    }
    return new Excluded.Annual(days);
  }

  private static Excluded holiday(HolidayCalendar calendar, ZoneId zone) {
    Set<LocalDate> dates = new HashSet<>();
    calendar
        .getExcludedDates()
        .forEach(
            date -> dates.add(Instant.ofEpochMilli(date.getTime()).atZone(zone).toLocalDate()));
    return new Excluded.Holiday(dates);
  }

  private static Excluded weekly(WeeklyCalendar calendar) {
    Set<DayOfWeek> days = new HashSet<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      if (calendar.isDayExcluded(StoredDailyTime.number(day))) {
        days.add(day);
      }
    }
    return new Excluded.Weekly(days);
  }

  private static Excluded monthly(MonthlyCalendar calendar) {
    Set<Integer> days = new HashSet<>();
    for (int day = 1; day <= 31; day++) {
      if (calendar.isDayExcluded(day)) {
        days.add(day);
      }
    }
    return new Excluded.Monthly(days);
  }

  /** Asked about a day without a change of the clocks, so that an hour of it is an hour. */
  private static Excluded daily(DailyCalendar calendar, ZoneId zone) {
    long day = steadyDay(zone).atStartOfDay(zone).toInstant().toEpochMilli();
    return new Excluded.Daily(
        time(calendar.getTimeRangeStartingTimeInMillis(day), zone),
        time(calendar.getTimeRangeEndingTimeInMillis(day), zone),
        calendar.getInvertTimeRange());
  }

  private static LocalDate steadyDay(ZoneId zone) {
    LocalDate day = LocalDate.of(2026, 1, 15);
    while (!zone.getRules()
        .getOffset(day.atStartOfDay())
        .equals(zone.getRules().getOffset(day.plusDays(1).atStartOfDay()))) {
      day = day.plusDays(1);
    }
    return day;
  }

  private static LocalTime time(long millis, ZoneId zone) {
    return Instant.ofEpochMilli(millis).atZone(zone).toLocalTime();
  }
}
