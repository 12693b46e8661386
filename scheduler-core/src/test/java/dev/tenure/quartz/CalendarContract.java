package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.impl.calendar.AnnualCalendar;
import org.quartz.impl.calendar.CronCalendar;
import org.quartz.impl.calendar.DailyCalendar;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.calendar.MonthlyCalendar;
import org.quartz.impl.calendar.WeeklyCalendar;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

/** Calendars, and triggers that name them. */
abstract class CalendarContract extends JobStoreContract {

  private static final TimeZone ZONE = TimeZone.getTimeZone("America/New_York");

  /** Leaves out the hour of the first slot only. */
  private static Calendar without(Instant slot) {
    ZoneId utc = ZoneId.of("UTC");
    int hour = slot.atZone(utc).getHour();
    DailyCalendar calendar =
        new DailyCalendar(String.format("%02d:00", hour), String.format("%02d:59:59:999", hour));
    calendar.setTimeZone(TimeZone.getTimeZone(utc));
    return calendar;
  }

  private OperableTrigger trigger(String calendar, Calendar itself) throws Exception {
    JobDetail job = job("a", "g");
    store().storeJob(job, true);
    OperableTrigger trigger =
        (OperableTrigger)
            newTrigger()
                .withIdentity("t", "g")
                .forJob(job)
                .startAt(date(T))
                .modifiedByCalendar(calendar)
                .withSchedule(simpleSchedule().withIntervalInHours(1).repeatForever())
                .build();
    trigger.computeFirstFireTime(itself);
    return trigger;
  }

  private static List<Calendar> ofEachKind() throws Exception {
    AnnualCalendar annual = new AnnualCalendar(ZONE);
    annual.setDayExcluded(new GregorianCalendar(2026, 11, 25), true);
    HolidayCalendar holiday = new HolidayCalendar(ZONE);
    holiday.addExcludedDate(
        date(LocalDate.of(2027, 5, 17).atStartOfDay(ZONE.toZoneId()).toInstant()));
    WeeklyCalendar weekly = new WeeklyCalendar(ZONE);
    weekly.setDayExcluded(java.util.Calendar.WEDNESDAY, true);
    MonthlyCalendar monthly = new MonthlyCalendar(ZONE);
    monthly.setDayExcluded(31, true);
    DailyCalendar daily = new DailyCalendar(ZONE, hours(8), hours(17));
    DailyCalendar inverted = new DailyCalendar(ZONE, hours(8), hours(17));
    inverted.setInvertTimeRange(true);
    CronCalendar cron = new CronCalendar(null, "* * 0-7 ? * *", ZONE);
    WeeklyCalendar based = new WeeklyCalendar(new DailyCalendar(daily, "20:00", "21:00"), ZONE);
    return List.of(annual, holiday, weekly, monthly, daily, inverted, cron, based);
  }

  private static long hours(int count) {
    return Instant.parse("2026-06-01T00:00:00Z")
        .atZone(ZONE.toZoneId())
        .toLocalDate()
        .atStartOfDay(ZONE.toZoneId())
        .toInstant()
        .plus(Duration.ofHours(count))
        .toEpochMilli();
  }

  @Test
  void everyKindOfCalendarComesBackAsItWasStored() throws Exception {
    for (Calendar given : ofEachKind()) {
      given.setDescription("what it leaves out");
      store().storeCalendar("c", given, true, false);
      Calendar back = Objects.requireNonNull(store().retrieveCalendar("c"));

      assertThat(back).isNotSameAs(given).hasSameClassAs(given);
      assertThat(back.getDescription()).isEqualTo("what it leaves out");
      Instant from = Instant.parse("2026-01-01T00:30:00Z");
      for (int hour = 0; hour < 24 * 600; hour++) {
        long instant = from.plus(Duration.ofHours(hour)).toEpochMilli();
        assertThat(back.isTimeIncluded(instant))
            .as("%s at %s", given.getClass(), Instant.ofEpochMilli(instant))
            .isEqualTo(given.isTimeIncluded(instant));
      }
    }
    assertThat(store().getNumberOfCalendars()).isEqualTo(1);
    assertThat(store().getCalendarNames()).containsExactly("c");
  }

  @Test
  void calendarsAreCopies() throws Exception {
    WeeklyCalendar given = new WeeklyCalendar();
    store().storeCalendar("c", given, false, false);
    given.setDayExcluded(java.util.Calendar.MONDAY, true);
    ((WeeklyCalendar) store().retrieveCalendar("c"))
        .setDayExcluded(java.util.Calendar.TUESDAY, true);

    WeeklyCalendar back = (WeeklyCalendar) store().retrieveCalendar("c");
    assertThat(back.isDayExcluded(java.util.Calendar.MONDAY)).isFalse();
    assertThat(back.isDayExcluded(java.util.Calendar.TUESDAY)).isFalse();
  }

  @Test
  void aSecondCalendarOfTheSameNameIsRefusedUnlessItReplaces() throws Exception {
    store().storeCalendar("c", new WeeklyCalendar(), false, false);

    assertThatThrownBy(() -> store().storeCalendar("c", new AnnualCalendar(), false, false))
        .isInstanceOf(ObjectAlreadyExistsException.class)
        .hasMessageContaining("c");
    assertThat(store().retrieveCalendar("c")).isInstanceOf(WeeklyCalendar.class);
    store().storeCalendar("c", new AnnualCalendar(), true, false);
    assertThat(store().retrieveCalendar("c")).isInstanceOf(AnnualCalendar.class);
  }

  @Test
  void anUnknownCalendarIsNotThere() throws Exception {
    assertThat(store().retrieveCalendar("c")).isNull();
    assertThat(store().removeCalendar("c")).isFalse();
    assertThat(store().getCalendarNames()).isEmpty();
  }

  @Test
  void aCalendarInUseIsNotRemoved() throws Exception {
    Calendar calendar = without(T);
    store().storeCalendar("c", calendar, false, false);
    store().storeTrigger(trigger("c", calendar), false);

    assertThatThrownBy(() -> store().removeCalendar("c"))
        .isInstanceOf(JobPersistenceException.class);
    assertThat(store().retrieveCalendar("c")).isNotNull();
    store().removeTrigger(key("t", "g"));
    assertThat(store().removeCalendar("c")).isTrue();
    assertThat(store().retrieveCalendar("c")).isNull();
  }

  @Test
  void slotsThatACalendarLeavesOutAreNone() throws Exception {
    Calendar calendar = without(T.plus(HOUR));
    store().storeCalendar("c", calendar, false, false);
    store().storeTrigger(trigger("c", calendar), false);

    assertThat(store().retrieveTrigger(key("t", "g")).getCalendarName()).isEqualTo("c");
    TriggerFiredBundle fired = fire(acquireOne("t"));
    assertThat(fired.getScheduledFireTime()).isEqualTo(date(T));
    assertThat(fired.getNextFireTime()).isEqualTo(date(T.plus(HOUR).plus(HOUR)));
    assertThat(fired.getCalendar().isTimeIncluded(T.plus(HOUR).toEpochMilli())).isFalse();
  }

  @Test
  void aReplacedCalendarMovesTheTriggersThatNameIt() throws Exception {
    Calendar none = new WeeklyCalendar();
    ((WeeklyCalendar) none).setDaysExcluded(new boolean[8]);
    store().storeCalendar("c", none, false, false);
    store().storeTrigger(trigger("c", none), false);
    assertThat(store().retrieveTrigger(key("t", "g")).getNextFireTime()).isEqualTo(date(T));

    store().storeCalendar("c", without(T), true, false);
    assertThat(store().retrieveTrigger(key("t", "g")).getNextFireTime())
        .isEqualTo(date(differs(Difference.CALENDARS_COUNT_AT_ONCE) ? T.plus(HOUR) : T));

    store().storeCalendar("c", without(T), true, true);
    assertThat(store().retrieveTrigger(key("t", "g")).getNextFireTime())
        .isEqualTo(date(T.plus(HOUR)));
    assertThat(acquireOne("t").getNextFireTime()).isEqualTo(date(T.plus(HOUR)));
  }

  @Test
  void aTriggerMayNameAnUnknownCalendarOnlyInMemory() throws Exception {
    OperableTrigger trigger = trigger("nowhere", without(T));

    if (differs(Difference.UNKNOWN_CALENDAR_IS_REFUSED)) {
      assertThatThrownBy(() -> store().storeTrigger(trigger, false))
          .isInstanceOf(JobPersistenceException.class)
          .hasMessageContaining("nowhere");
    } else {
      store().storeTrigger(trigger, false);
    }
    assertThat(store().checkExists(trigger.getKey()))
        .isNotEqualTo(differs(Difference.UNKNOWN_CALENDAR_IS_REFUSED));
  }

  @Test
  void aCalendarOfOnesOwnClassIsTakenOnlyInMemory() throws Exception {
    Calendar own = new OwnCalendar();

    if (differs(Difference.STOCK_CLASSES_ONLY)) {
      assertThatThrownBy(() -> store().storeCalendar("c", own, false, false))
          .isInstanceOf(JobPersistenceException.class)
          .hasMessageContaining(OwnCalendar.class.getName());
      assertThatThrownBy(() -> store().storeCalendar("c", new WeeklyCalendar(own), false, false))
          .isInstanceOf(JobPersistenceException.class)
          .hasMessageContaining(OwnCalendar.class.getName());
    } else {
      store().storeCalendar("c", own, false, false);
    }
    assertThat(new ArrayList<>(store().getCalendarNames()).isEmpty())
        .isEqualTo(differs(Difference.STOCK_CLASSES_ONLY));
  }

  /** Somebody's own. */
  static final class OwnCalendar extends WeeklyCalendar {
    private static final long serialVersionUID = 1L;
  }
}
