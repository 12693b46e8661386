package dev.tenure.quartz;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.text.ParseException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Function;
import org.quartz.Calendar;
import org.quartz.impl.calendar.AnnualCalendar;
import org.quartz.impl.calendar.CronCalendar;
import org.quartz.impl.calendar.DailyCalendar;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.calendar.MonthlyCalendar;
import org.quartz.impl.calendar.WeeklyCalendar;

/** Stored calendars as Quartz's own. */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class StoredCalendars {

  /** More calendars than this are not based on one another, but in a circle. */
  private static final int DEEPEST = 100;

  private StoredCalendars() {}

  /**
   * The calendar of a name with those that it is based on; empty if there is none.
   *
   * @param specs every calendar by its name
   */
  static Optional<Calendar> calendar(String name, Function<String, Optional<CalendarSpec>> specs) {
    return calendar(name, specs, 0);
  }

  private static Optional<Calendar> calendar(
      String name, Function<String, Optional<CalendarSpec>> specs, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("calendar \"" + name + "\" is based on itself");
    }
    return specs
        .apply(name)
        .map(
            spec -> {
              Calendar calendar = own(spec.excluded(), spec.zone());
              calendar.setDescription(spec.description().isEmpty() ? null : spec.description());
              spec.base()
                  .flatMap(base -> calendar(base, specs, depth + 1))
                  .ifPresent(calendar::setBaseCalendar);
              return calendar;
            });
  }

  private static Calendar own(Excluded excluded, ZoneId zone) {
    TimeZone timeZone = TimeZone.getTimeZone(zone);
    if (excluded instanceof Excluded.Annual annual) {
      AnnualCalendar calendar = new AnnualCalendar(timeZone);
      annual.days().forEach(day -> calendar.setDayExcluded(inLeapYear(day), true));
      return calendar;
    } else if (excluded instanceof Excluded.Holiday holiday) {
      HolidayCalendar calendar = new HolidayCalendar(timeZone);
      holiday
          .dates()
          .forEach(
              date -> calendar.addExcludedDate(Date.from(date.atStartOfDay(zone).toInstant())));
      return calendar;
    } else if (excluded instanceof Excluded.Weekly weekly) {
      WeeklyCalendar calendar = new WeeklyCalendar(timeZone);
      for (DayOfWeek day : DayOfWeek.values()) {
        calendar.setDayExcluded(StoredDailyTime.number(day), weekly.days().contains(day));
      }
      return calendar;
    } else if (excluded instanceof Excluded.Monthly monthly) {
      MonthlyCalendar calendar = new MonthlyCalendar(timeZone);
      monthly.days().forEach(day -> calendar.setDayExcluded(day, true));
      return calendar;
    } else if (excluded instanceof Excluded.Daily daily) {
      DailyCalendar calendar = new DailyCalendar(text(daily.from()), text(daily.to()));
      calendar.setTimeZone(timeZone);
      calendar.setInvertTimeRange(daily.inverted());
      return calendar;
    }
    return cron(((Excluded.Cron) excluded).text(), timeZone);
  }

  private static java.util.Calendar inLeapYear(MonthDay day) {
    return new GregorianCalendar(2000, day.getMonthValue() - 1, day.getDayOfMonth());
  }

  private static String text(LocalTime time) {
    return String.format(
        "%02d:%02d:%02d:%03d",
        time.getHour(), time.getMinute(), time.getSecond(), time.getNano() / 1_000_000);
  }

  private static Calendar cron(String text, TimeZone zone) {
    try {
      return new CronCalendar(null, text, zone);
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no form that a calendar of Quartz takes: " + e.getMessage(), e);
    }
  }
}
