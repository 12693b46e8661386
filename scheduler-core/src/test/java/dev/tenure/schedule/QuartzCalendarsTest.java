package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import dev.tenure.model.Dst;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.impl.calendar.AnnualCalendar;
import org.quartz.impl.calendar.BaseCalendar;
import org.quartz.impl.calendar.CronCalendar;
import org.quartz.impl.calendar.DailyCalendar;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.calendar.MonthlyCalendar;
import org.quartz.impl.calendar.WeeklyCalendar;
import org.quartz.impl.triggers.CronTriggerImpl;

/** Quartz's calendars and ours leave out the same. */
class QuartzCalendarsTest {

  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"));

  private final Random random = new Random(6);

  @Test
  void bothIncludeTheSameInstants() throws ParseException {
    for (int i = 0; i < 250; i++) {
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      Excluded excluded = RandomExcluded.draw(random);
      BaseCalendar quartz = quartz(excluded, zone);
      CalendarFilter ours = ours(excluded, zone);
      for (int j = 0; j < 30; j++) {
        Instant instant = instant();
        if (!isOddInQuartz(excluded, instant, zone)) {
          assertThat(ours.isIncluded(instant))
              .as("%s in %s at %s", excluded, zone, instant)
              .isEqualTo(quartz.isTimeIncluded(instant.toEpochMilli()));
        }
      }
    }
  }

  /** Away from changes of the clocks, where cron itself differs. */
  @Test
  void triggersWithACalendarHaveTheSameSlots() throws ParseException {
    int slots = 0;
    for (int i = 0; i < 100; i++) {
      Excluded excluded = RandomExcluded.draw(random);
      String text = "0 " + random.nextInt(60) + " 0/" + (1 + random.nextInt(23)) + " * * ?";
      if (random.nextInt(4) == 0) {
        text = "0 15 10 ? * MON-THU";
      }
      Instant start = instant().truncatedTo(ChronoUnit.SECONDS);
      CronTriggerImpl trigger = new CronTriggerImpl();
      trigger.setCronExpression(text);
      trigger.setTimeZone(TimeZone.getTimeZone("UTC"));
      trigger.setStartTime(Date.from(start));
      BaseCalendar calendar = quartz(excluded, ZoneId.of("UTC"));
      List<Instant> expected = new ArrayList<>();
      trigger.computeFirstFireTime(calendar);
      while (trigger.getNextFireTime() != null && expected.size() < 20) {
        expected.add(trigger.getNextFireTime().toInstant());
        trigger.triggered(calendar);
      }
      Grid grid =
          Grids.of(
              new ScheduleSpec.Cron(text, ZoneId.of("UTC"), Dst.VIXIE),
              Optional.of(start),
              Optional.empty(),
              Optional.of(ours(excluded, ZoneId.of("UTC"))),
              Duration.ZERO);

      assertThat(Walk.first(grid, start.minusSeconds(1), 20))
          .as("%s with %s from %s", text, excluded, start)
          .isEqualTo(expected);
      slots += expected.size();
    }
    assertThat(slots).isGreaterThan(1000);
  }

  /**
   * Outside of its range, Quartz's daily calendar leaves the first and last instant of a day out.
   */
  private static boolean isOddInQuartz(Excluded excluded, Instant instant, ZoneId zone) {
    LocalTime time = instant.atZone(zone).toLocalTime();
    return excluded instanceof Excluded.Daily daily
        && !daily.inverted()
        && (time.equals(LocalTime.MIN) || time.equals(LocalTime.of(23, 59, 59, 999_000_000)));
  }

  private static CalendarFilter ours(Excluded excluded, ZoneId zone) {
    return Calendars.of(new CalendarSpec(excluded, zone, Optional.empty(), ""));
  }

  private static BaseCalendar quartz(Excluded excluded, ZoneId zone) throws ParseException {
    TimeZone timeZone = TimeZone.getTimeZone(zone);
    if (excluded instanceof Excluded.Annual annual) {
      AnnualCalendar calendar = new AnnualCalendar(timeZone);
      annual
          .days()
          .forEach(
              d ->
                  calendar.setDayExcluded(
                      new GregorianCalendar(2024, d.getMonthValue() - 1, d.getDayOfMonth()), true));
      return calendar;
    }
    if (excluded instanceof Excluded.Holiday holiday) {
      HolidayCalendar calendar = new HolidayCalendar(timeZone);
      holiday
          .dates()
          .forEach(d -> calendar.addExcludedDate(Date.from(d.atStartOfDay(zone).toInstant())));
      return calendar;
    }
    if (excluded instanceof Excluded.Weekly weekly) {
      WeeklyCalendar calendar = new WeeklyCalendar(timeZone);
      calendar.setDaysExcluded(new boolean[8]);
      weekly.days().forEach(d -> calendar.setDayExcluded(d.getValue() % 7 + 1, true));
      return calendar;
    }
    if (excluded instanceof Excluded.Monthly monthly) {
      MonthlyCalendar calendar = new MonthlyCalendar(timeZone);
      monthly.days().forEach(d -> calendar.setDayExcluded(d, true));
      return calendar;
    }
    if (excluded instanceof Excluded.Daily daily) {
      DailyCalendar calendar =
          new DailyCalendar(timeZone, millis(daily.from(), zone), millis(daily.to(), zone));
      calendar.setInvertTimeRange(daily.inverted());
      return calendar;
    }
    CronCalendar calendar = new CronCalendar(((Excluded.Cron) excluded).text());
    calendar.setTimeZone(timeZone);
    return calendar;
  }

  /** It takes instants, and of these the time of day in its zone. */
  private static long millis(LocalTime time, ZoneId zone) {
    return LocalDate.EPOCH.atTime(time).atZone(zone).toInstant().toEpochMilli();
  }

  private Instant instant() {
    return Instant.ofEpochMilli(1_500_000_000_000L + (long) (random.nextDouble() * 4e11));
  }
}
