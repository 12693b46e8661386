package dev.tenure.quartz;

import dev.tenure.model.Dst;
import dev.tenure.schedule.IntervalUnit;
import dev.tenure.schedule.ScheduleSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CalendarIntervalTrigger;
import org.quartz.CronTrigger;
import org.quartz.DailyTimeIntervalTrigger;
import org.quartz.SimpleTrigger;
import org.quartz.TimeOfDay;
import org.quartz.Trigger;
import org.quartz.impl.triggers.CalendarIntervalTriggerImpl;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.impl.triggers.DailyTimeIntervalTriggerImpl;
import org.quartz.impl.triggers.SimpleTriggerImpl;

/** The schedules of Quartz's triggers, as they are stored. */
final class QuartzSchedules {

  private static final TimeOfDay DAWN = new TimeOfDay(0, 0, 0);
  private static final TimeOfDay DUSK = new TimeOfDay(23, 59, 59);

  private QuartzSchedules() {}

  /**
   * The schedule of a trigger. Throws {@link IllegalArgumentException} for a trigger of a class
   * that is not known: it may have slots that only its own code can tell.
   */
  static ScheduleSpec of(Trigger trigger) {
    Class<?> type = trigger.getClass();
    if (trigger instanceof StoredTrigger<?> stored) {
      return stored.schedule();
    } else if (type == CronTriggerImpl.class) {
      CronTrigger cron = (CronTrigger) trigger;
      return new ScheduleSpec.Cron(cron.getCronExpression(), zone(cron.getTimeZone()), Dst.VIXIE);
    } else if (type == SimpleTriggerImpl.class) {
      return repeat((SimpleTrigger) trigger);
    } else if (type == CalendarIntervalTriggerImpl.class) {
      return calendarInterval((CalendarIntervalTrigger) trigger);
    } else if (type == DailyTimeIntervalTriggerImpl.class) {
      return dailyTime((DailyTimeIntervalTrigger) trigger);
    }
    throw new IllegalArgumentException(
        "trigger "
            + trigger.getKey()
            + " is a "
            + type.getName()
            + ", which cannot be stored; allowed are the triggers that the schedule builders of"
            + " Quartz make: cron, simple, calendar interval and daily time interval");
  }

  private static ScheduleSpec repeat(SimpleTrigger trigger) {
    return new ScheduleSpec.Repeat(
        start(trigger), Duration.ofMillis(trigger.getRepeatInterval()), trigger.getRepeatCount());
  }

  private static ScheduleSpec calendarInterval(CalendarIntervalTrigger trigger) {
    return new ScheduleSpec.CalendarInterval(
        start(trigger),
        trigger.getRepeatInterval(),
        IntervalUnit.valueOf(trigger.getRepeatIntervalUnit().name()),
        zone(trigger.getTimeZone()),
        trigger.isPreserveHourOfDayAcrossDaylightSavings(),
        trigger.isSkipDayIfHourDoesNotExist());
  }

  private static ScheduleSpec dailyTime(DailyTimeIntervalTrigger trigger) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (trigger.getDaysOfWeek().contains(StoredDailyTime.number(day))) {
        days.add(day);
      }
    }
    return new ScheduleSpec.DailyTime(
        start(trigger),
        days,
        time(trigger.getStartTimeOfDay(), DAWN),
        time(trigger.getEndTimeOfDay(), DUSK),
        trigger.getRepeatInterval(),
        IntervalUnit.valueOf(trigger.getRepeatIntervalUnit().name()),
        trigger.getRepeatCount(),
        ZoneId.systemDefault());
  }

  @SuppressWarnings("JavaUtilDate") // what Quartz speaks
  private static Instant start(Trigger trigger) {
    return Instant.ofEpochMilli(trigger.getStartTime().getTime());
  }

  private static LocalTime time(@Nullable TimeOfDay time, TimeOfDay otherwise) {
    TimeOfDay known = time == null ? otherwise : time;
    return LocalTime.of(known.getHour(), known.getMinute(), known.getSecond());
  }

  private static ZoneId zone(@Nullable TimeZone zone) {
    return zone == null ? ZoneId.systemDefault() : zone.toZoneId();
  }
}
