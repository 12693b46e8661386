package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerKey;

/** A simple trigger, and for Quartz also one of a job file that has a fixed period. */
final class StoredSimple extends StoredTrigger<SimpleTrigger> implements SimpleTrigger {

  private static final long serialVersionUID = 1L;

  private final transient ScheduleSpec.Repeat repeat;

  StoredSimple(
      TriggerSpec spec, ScheduleSpec.Repeat repeat, TriggerKey key, JobKey jobKey, Grid grid) {
    super(spec, key, jobKey, grid);
    this.repeat = repeat;
  }

  @Override
  ScheduleSpec startingAt(ScheduleSpec former, Instant newStart) {
    return former instanceof ScheduleSpec.Repeat old
        ? new ScheduleSpec.Repeat(newStart, old.interval(), old.count())
        : former;
  }

  @Override
  public int getRepeatCount() {
    return repeat.count();
  }

  @Override
  public long getRepeatInterval() {
    return repeat.interval().toMillis();
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // what Quartz speaks
  public @Nullable Date getFinalFireTime() {
    if (end().isPresent() || repeat.count() == REPEAT_INDEFINITELY) {
      return super.getFinalFireTime();
    }
    Instant first =
        ((ScheduleSpec.Repeat) startingAt(repeat, start().orElse(repeat.start()))).start();
    return Date.from(first.plus(repeat.interval().multipliedBy(repeat.count())));
  }

  @Override
  protected boolean validateMisfireInstruction(int instruction) {
    return instruction >= MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY
        && instruction <= MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_EXISTING_COUNT;
  }

  @Override
  public ScheduleBuilder<SimpleTrigger> getScheduleBuilder() {
    SimpleScheduleBuilder builder =
        SimpleScheduleBuilder.simpleSchedule()
            .withIntervalInMilliseconds(getRepeatInterval())
            .withRepeatCount(repeat.count());
    return switch (getMisfireInstruction()) {
      case MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY ->
          builder.withMisfireHandlingInstructionIgnoreMisfires();
      case MISFIRE_INSTRUCTION_FIRE_NOW -> builder.withMisfireHandlingInstructionFireNow();
      case MISFIRE_INSTRUCTION_RESCHEDULE_NOW_WITH_EXISTING_REPEAT_COUNT ->
          builder.withMisfireHandlingInstructionNowWithExistingCount();
      case MISFIRE_INSTRUCTION_RESCHEDULE_NOW_WITH_REMAINING_REPEAT_COUNT ->
          builder.withMisfireHandlingInstructionNowWithRemainingCount();
      case MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_REMAINING_COUNT ->
          builder.withMisfireHandlingInstructionNextWithRemainingCount();
      case MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_EXISTING_COUNT ->
          builder.withMisfireHandlingInstructionNextWithExistingCount();
      default -> builder;
    };
  }

  @Override
  public StoredSimple clone() {
    return (StoredSimple) super.clone();
  }
}
