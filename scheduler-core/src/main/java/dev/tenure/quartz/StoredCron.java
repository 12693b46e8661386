package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.CronTriggerImpl;

/** A cron trigger; its expression is compiled once for all triggers that have the same. */
final class StoredCron extends StoredTrigger<CronTrigger> implements CronTrigger {

  private static final long serialVersionUID = 1L;

  private final transient ScheduleSpec.Cron cron;

  StoredCron(TriggerSpec spec, ScheduleSpec.Cron cron, TriggerKey key, JobKey jobKey, Grid grid) {
    super(spec, key, jobKey, grid);
    this.cron = cron;
  }

  @Override
  ScheduleSpec startingAt(ScheduleSpec former, Instant newStart) {
    return former;
  }

  @Override
  public String getCronExpression() {
    return cron.text();
  }

  @Override
  public TimeZone getTimeZone() {
    return TimeZone.getTimeZone(cron.zone());
  }

  @Override
  public String getExpressionSummary() {
    return cron.text() + " in " + cron.zone();
  }

  @Override
  public ScheduleBuilder<CronTrigger> getScheduleBuilder() {
    CronScheduleBuilder builder =
        CronScheduleBuilder.cronSchedule(cron.text()).inTimeZone(getTimeZone());
    return switch (getMisfireInstruction()) {
      case CronTriggerImpl.MISFIRE_INSTRUCTION_DO_NOTHING ->
          builder.withMisfireHandlingInstructionDoNothing();
      case CronTriggerImpl.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW ->
          builder.withMisfireHandlingInstructionFireAndProceed();
      case CronTriggerImpl.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY ->
          builder.withMisfireHandlingInstructionIgnoreMisfires();
      default -> builder;
    };
  }

  @Override
  public StoredCron clone() {
    return (StoredCron) super.clone();
  }
}
