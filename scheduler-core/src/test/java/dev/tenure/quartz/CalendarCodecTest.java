package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.CalendarSpec;
import dev.tenure.schedule.CalendarFilter;
import dev.tenure.schedule.Calendars;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.Calendar;
import org.quartz.impl.calendar.AnnualCalendar;
import org.quartz.impl.calendar.CronCalendar;
import org.quartz.impl.calendar.DailyCalendar;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.calendar.MonthlyCalendar;
import org.quartz.impl.calendar.WeeklyCalendar;

/** What a calendar of Quartz leaves out, the stored one does, and the one that comes back. */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class CalendarCodecTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final TimeZone ZONE = TimeZone.getTimeZone(BERLIN);

  private static Map<String, Calendar> ofEachKind() throws Exception {
    AnnualCalendar annual = new AnnualCalendar(ZONE);
    annual.setDayExcluded(new GregorianCalendar(2026, 11, 25), true);
    annual.setDayExcluded(new GregorianCalendar(2028, 1, 29), true);
    HolidayCalendar holiday = new HolidayCalendar(ZONE);
    holiday.addExcludedDate(
        Date.from(LocalDate.of(2026, 5, 1).atTime(13, 0).atZone(BERLIN).toInstant()));
    WeeklyCalendar weekly = new WeeklyCalendar(ZONE);
    weekly.setDayExcluded(java.util.Calendar.SUNDAY, false);
    MonthlyCalendar monthly = new MonthlyCalendar(ZONE);
    monthly.setDayExcluded(31, true);
    monthly.setDayExcluded(1, true);
    DailyCalendar daily = new DailyCalendar("08:00", "17:30:15:250");
    daily.setTimeZone(ZONE);
    DailyCalendar inverted = new DailyCalendar("08:00", "17:30");
    inverted.setTimeZone(ZONE);
    inverted.setInvertTimeRange(true);
    WeeklyCalendar onTop = new WeeklyCalendar(new WeeklyCalendar(daily, ZONE), ZONE);
    Map<String, Calendar> all = new LinkedHashMap<>();
    all.put("annual", annual);
    all.put("holiday", holiday);
    all.put("weekly", weekly);
    all.put("monthly", monthly);
    all.put("daily", daily);
    all.put("inverted", inverted);
    all.put("cron", new CronCalendar(null, "* * 0-7,18-23 ? * *", ZONE));
    all.put("on top of others", onTop);
    return all;
  }

  private static Map<String, CalendarSpec> stored(String name, Calendar calendar) {
    Map<String, CalendarSpec> specs = new HashMap<>();
    CalendarCodec.specs(name, calendar).forEach(named -> specs.put(named.name(), named.spec()));
    return specs;
  }

  @Test
  void theSameInstantsAreLeftOut() throws Exception {
    Random random = new Random(3);
    for (Map.Entry<String, Calendar> entry : ofEachKind().entrySet()) {
      String name = entry.getKey();
      Calendar given = entry.getValue();
      Map<String, CalendarSpec> specs = stored(name, given);
      CalendarFilter filter =
          Calendars.compile(name, wanted -> Optional.ofNullable(specs.get(wanted)));
      Calendar back =
          StoredCalendars.calendar(name, wanted -> Optional.ofNullable(specs.get(wanted)))
              .orElseThrow();

      Instant from = Instant.parse("2026-01-01T00:00:00Z");
      for (int i = 0; i < 20_000; i++) {
        // Not on the second: Quartz's daily calendar leaves out the first and last one of a day.
        Instant instant =
            from.plus(Duration.ofMinutes(random.nextInt(3 * 365 * 24 * 60))).plusMillis(500);
        boolean included = given.isTimeIncluded(instant.toEpochMilli());
        assertThat(filter.isIncluded(instant)).as("%s at %s", name, instant).isEqualTo(included);
        assertThat(back.isTimeIncluded(instant.toEpochMilli()))
            .as("%s at %s", name, instant)
            .isEqualTo(included);
      }
      assertThat(stored(name, back)).isEqualTo(specs);
    }
  }

  @Test
  void calendarsThatOthersAreBasedOnHaveNamesOfTheirOwn() throws Exception {
    Map<String, CalendarSpec> specs = stored("c", ofEachKind().get("on top of others"));

    assertThat(specs).containsOnlyKeys("c", "c~base", "c~base~base");
    assertThat(specs.get("c").base()).contains("c~base");
    assertThat(specs.get("c~base~base").base()).isEmpty();
    assertThatThrownBy(() -> stored("c~base", new WeeklyCalendar()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("~base");
  }
}
