package dev.tenure.plugin;

import java.time.Instant;
import java.util.Date;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerBuilder;
import org.quartz.impl.JobExecutionContextImpl;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

/** Contexts as Quartz makes them, without a scheduler. */
final class Contexts {

  private Contexts() {}

  static JobExecutionContext of(Job job) {
    OperableTrigger trigger =
        (OperableTrigger) TriggerBuilder.newTrigger().withIdentity("trigger").build();
    Date slot = Date.from(Instant.EPOCH);
    return new JobExecutionContextImpl(
        null,
        new TriggerFiredBundle(
            JobBuilder.newJob(job.getClass()).withIdentity("job").build(),
            trigger,
            null,
            false,
            slot,
            slot,
            null,
            null),
        job);
  }
}
