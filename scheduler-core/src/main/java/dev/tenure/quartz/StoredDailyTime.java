package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Set;
import java.util.TreeSet;
import org.quartz.DailyTimeIntervalScheduleBuilder;
import org.quartz.DailyTimeIntervalTrigger;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.TimeOfDay;
import org.quartz.TriggerKey;

/** A daily time interval trigger. */
final class StoredDailyTime extends StoredTrigger<DailyTimeIntervalTrigger>
    implements DailyTimeIntervalTrigger {

  private static final long serialVersionUID = 1L;

  private final transient ScheduleSpec.DailyTime daily;

  StoredDailyTime(
      TriggerSpec spec, ScheduleSpec.DailyTime daily, TriggerKey key, JobKey jobKey, Grid grid) {
    super(spec, key, jobKey, grid);
    this.daily = daily;
  }

  @Override
  ScheduleSpec startingAt(ScheduleSpec former, Instant newStart) {
    return new ScheduleSpec.DailyTime(
        newStart,
        daily.days(),
        daily.from(),
        daily.to(),
        daily.interval(),
        daily.unit(),
        daily.count(),
        daily.zone());
  }

  @Override
  public IntervalUnit getRepeatIntervalUnit() {
    return IntervalUnit.valueOf(daily.unit().name());
  }

  @Override
  public int getRepeatCount() {
    return daily.count();
  }

  @Override
  public int getRepeatInterval() {
    return daily.interval();
  }

  @Override
  public TimeOfDay getStartTimeOfDay() {
    return timeOfDay(daily.from());
  }

  @Override
  public TimeOfDay getEndTimeOfDay() {
    return timeOfDay(daily.to());
  }

  private static TimeOfDay timeOfDay(LocalTime time) {
    return new TimeOfDay(time.getHour(), time.getMinute(), time.getSecond());
  }

  @Override
  public Set<Integer> getDaysOfWeek() {
    Set<Integer> days = new TreeSet<>();
    daily.days().forEach(day -> days.add(number(day)));
    return days;
  }

  /** Quartz counts from Sunday, which is 1. */
  static int number(DayOfWeek day) {
    return day.getValue() % 7 + 1;
  }

  @Override
  public ScheduleBuilder<DailyTimeIntervalTrigger> getScheduleBuilder() {
    DailyTimeIntervalScheduleBuilder builder =
        DailyTimeIntervalScheduleBuilder.dailyTimeIntervalSchedule()
            .withInterval(getRepeatInterval(), getRepeatIntervalUnit())
            .onDaysOfTheWeek(getDaysOfWeek())
            .startingDailyAt(getStartTimeOfDay())
            .endingDailyAt(getEndTimeOfDay())
            .withRepeatCount(getRepeatCount());
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
  public StoredDailyTime clone() {
    return (StoredDailyTime) super.clone();
  }
}
