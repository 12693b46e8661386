package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.TimeZone;
import org.quartz.CalendarIntervalScheduleBuilder;
import org.quartz.CalendarIntervalTrigger;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.TriggerKey;

/** A calendar interval trigger. */
final class StoredCalendarInterval extends StoredTrigger<CalendarIntervalTrigger>
    implements CalendarIntervalTrigger {

  private static final long serialVersionUID = 1L;

  private final transient ScheduleSpec.CalendarInterval interval;

  StoredCalendarInterval(
      TriggerSpec spec,
      ScheduleSpec.CalendarInterval interval,
      TriggerKey key,
      JobKey jobKey,
      Grid grid) {
    super(spec, key, jobKey, grid);
    this.interval = interval;
  }

  @Override
  ScheduleSpec startingAt(ScheduleSpec former, Instant newStart) {
    return new ScheduleSpec.CalendarInterval(
        newStart,
        interval.interval(),
        interval.unit(),
        interval.zone(),
        interval.preserveHour(),
        interval.skipMissingHour());
  }

  @Override
  public IntervalUnit getRepeatIntervalUnit() {
    return IntervalUnit.valueOf(interval.unit().name());
  }

  @Override
  public int getRepeatInterval() {
    return interval.interval();
  }

  @Override
  public TimeZone getTimeZone() {
    return TimeZone.getTimeZone(interval.zone());
  }

  @Override
  public boolean isPreserveHourOfDayAcrossDaylightSavings() {
    return interval.preserveHour();
  }

  @Override
  public boolean isSkipDayIfHourDoesNotExist() {
    return interval.skipMissingHour();
  }

  @Override
  public ScheduleBuilder<CalendarIntervalTrigger> getScheduleBuilder() {
    CalendarIntervalScheduleBuilder builder =
        CalendarIntervalScheduleBuilder.calendarIntervalSchedule()
            .withInterval(getRepeatInterval(), getRepeatIntervalUnit())
            .inTimeZone(getTimeZone())
            .preserveHourOfDayAcrossDaylightSavings(interval.preserveHour())
            .skipDayIfHourDoesNotExist(interval.skipMissingHour());
    return switch (getMisfireInstruction()) {
      case MISFIRE_INSTRUCTION_DO_NOTHING -> builder.withMisfireHandlingInstructionDoNothing();
      case MISFIRE_INSTRUCTION_FIRE_ONCE_NOW ->
          builder.withMisfireHandlingInstructionFireAndProceed();
      case MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY ->
          builder.withMisfireHandlingInstructionIgnoreMisfires();
      default -> builder;
    };
  }

  @Override
  public StoredCalendarInterval clone() {
    return (StoredCalendarInterval) super.clone();
  }
}
