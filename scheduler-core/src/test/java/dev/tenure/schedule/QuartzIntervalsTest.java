package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.DateBuilder;
import org.quartz.TimeOfDay;
import org.quartz.impl.triggers.CalendarIntervalTriggerImpl;
import org.quartz.impl.triggers.DailyTimeIntervalTriggerImpl;
import org.quartz.impl.triggers.SimpleTriggerImpl;
import org.quartz.spi.OperableTrigger;

/** Where the clocks do not change, Quartz's triggers and our grids have the same slots. */
class QuartzIntervalsTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Random random = new Random(250_2);

  @Test
  void simpleTriggersAgree() {
    for (int i = 0; i < 500; i++) {
      SimpleTriggerImpl trigger = new SimpleTriggerImpl();
      Instant start = instant();
      Duration interval = Duration.ofMillis(1 + random.nextInt(100_000));
      int count = random.nextInt(3) == 0 ? -1 : random.nextInt(30);
      trigger.setStartTime(Date.from(start));
      trigger.setRepeatInterval(interval.toMillis());
      trigger.setRepeatCount(count);
      Optional<Instant> end = end(start, interval.multipliedBy(20));
      end.ifPresent(e -> trigger.setEndTime(Date.from(e)));

      agree(trigger, new ScheduleSpec.Repeat(start, interval, count), end, start, interval);
    }
  }

  @Test
  void calendarIntervalTriggersAgree() {
    for (int i = 0; i < 1500; i++) {
      CalendarIntervalTriggerImpl trigger = new CalendarIntervalTriggerImpl();
      Instant start = wholeSecond();
      IntervalUnit unit = unit(7);
      int interval = 1 + random.nextInt(unit.isExact() ? 5000 : 12);
      boolean preserve = random.nextBoolean();
      boolean skip = random.nextBoolean();
      trigger.setStartTime(Date.from(start));
      trigger.setTimeZone(TimeZone.getTimeZone(UTC));
      trigger.setRepeatInterval(interval);
      trigger.setRepeatIntervalUnit(org.quartz.DateBuilder.IntervalUnit.valueOf(unit.name()));
      trigger.setPreserveHourOfDayAcrossDaylightSavings(preserve);
      trigger.setSkipDayIfHourDoesNotExist(skip);
      Duration about = unit.unit().getDuration().multipliedBy(interval);
      Optional<Instant> end = end(start, about.multipliedBy(20));
      end.ifPresent(e -> trigger.setEndTime(Date.from(e)));

      agree(
          trigger,
          new ScheduleSpec.CalendarInterval(start, interval, unit, UTC, preserve, skip),
          end,
          start,
          about);
    }
  }

  /**
   * Quartz knows no zone here but that of the machine. Without an end: there Quartz goes on after
   * it on the day that it has begun, and on other days may stop one slot early.
   */
  @Test
  void dailyTimeIntervalTriggersAgree() {
    TimeZone machine = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(UTC));
    try {
      for (int i = 0; i < 1500; i++) {
        compareDailyTime();
      }
    } finally {
      TimeZone.setDefault(machine);
    }
  }

  private void compareDailyTime() {
    DailyTimeIntervalTriggerImpl trigger = new DailyTimeIntervalTriggerImpl();
    Instant start = wholeSecond();
    LocalTime from = LocalTime.ofSecondOfDay(random.nextInt(86_400));
    LocalTime to =
        LocalTime.ofSecondOfDay(
            from.toSecondOfDay() + random.nextInt(86_400 - from.toSecondOfDay()));
    IntervalUnit unit = unit(3);
    int interval = 1 + random.nextInt(unit == IntervalUnit.HOUR ? 24 : 1440);
    Set<DayOfWeek> days = new HashSet<>();
    Set<Integer> quartzDays = new HashSet<>();
    while (days.isEmpty()) {
      for (DayOfWeek day : DayOfWeek.values()) {
        if (random.nextBoolean()) {
          days.add(day);
          quartzDays.add(day.getValue() % 7 + 1);
        }
      }
    }
    trigger.setStartTime(Date.from(start));
    trigger.setStartTimeOfDay(timeOfDay(from));
    trigger.setEndTimeOfDay(timeOfDay(to));
    trigger.setRepeatInterval(interval);
    trigger.setRepeatIntervalUnit(DateBuilder.IntervalUnit.valueOf(unit.name()));
    trigger.setDaysOfWeek(quartzDays);
    int count = random.nextBoolean() ? -1 : random.nextInt(40);
    trigger.setRepeatCount(count);
    ScheduleSpec spec =
        new ScheduleSpec.DailyTime(start, days, from, to, interval, unit, count, UTC);

    trigger.computeFirstFireTime(null);
    List<Instant> expected = new ArrayList<>();
    while (trigger.getNextFireTime() != null && expected.size() < 60) {
      expected.add(trigger.getNextFireTime().toInstant());
      trigger.triggered(null);
    }

    assertThat(Walk.first(Grids.of(spec), start.minusSeconds(1), 60))
        .as("%s", spec)
        .isEqualTo(expected);
  }

  private void agree(
      OperableTrigger trigger,
      ScheduleSpec spec,
      Optional<Instant> end,
      Instant start,
      Duration about) {
    Grid grid = Grids.of(spec, Optional.empty(), end, Optional.empty(), Duration.ZERO);
    // Quartz ends its search after a hundred years, and then answers an instant before "after".
    long span = Math.min(about.toSeconds() * 60, Duration.ofDays(80 * 365).toSeconds());
    for (int i = 0; i < 10; i++) {
      Instant after =
          start
              .plusSeconds((long) (span * (random.nextDouble() - 0.05)))
              .plusSeconds(random.nextInt(3) - 1);
      Date expected = trigger.getFireTimeAfter(Date.from(after));

      assertThat(grid.next(after))
          .as("%s until %s after %s", spec, end, after)
          .isEqualTo(Optional.ofNullable(expected).map(Date::toInstant));
    }
  }

  /** One of the units from seconds on. */
  private IntervalUnit unit(int most) {
    return List.of(IntervalUnit.values()).get(1 + random.nextInt(most));
  }

  private static TimeOfDay timeOfDay(LocalTime time) {
    return new TimeOfDay(time.getHour(), time.getMinute(), time.getSecond());
  }

  private Optional<Instant> end(Instant start, Duration most) {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(start.plusSeconds(1 + (long) (most.toSeconds() * random.nextDouble())));
  }

  private Instant instant() {
    return wholeSecond().plusMillis(random.nextInt(1000));
  }

  private Instant wholeSecond() {
    return Instant.ofEpochSecond(1_600_000_000L + random.nextInt(300_000_000));
  }
}
