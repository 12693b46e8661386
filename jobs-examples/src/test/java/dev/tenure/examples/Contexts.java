package dev.tenure.examples;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.BiConsumer;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerBuilder;
import org.quartz.impl.JobExecutionContextImpl;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

/** Contexts as Quartz makes them, without a scheduler. */
final class Contexts {

  private Contexts() {}

  /** As under plain Quartz. */
  static JobExecutionContext plain(Job job) {
    JobDetail detail = JobBuilder.newJob(job.getClass()).withIdentity("job", "group").build();
    OperableTrigger trigger =
        (OperableTrigger) TriggerBuilder.newTrigger().withIdentity("trigger").build();
    Date slot = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
    return new JobExecutionContextImpl(
        null, new TriggerFiredBundle(detail, trigger, null, false, slot, slot, null, null), job);
  }

  /** As under Tenure: the same, with the entries of the protocol. */
  static JobExecutionContext tenure(Job job, int attempt, List<String> progress) {
    JobExecutionContext context = plain(job);
    BiConsumer<Integer, String> receiver =
        (percent, message) -> progress.add(percent + " " + message);
    context.put("tenure.run", "run-1");
    context.put("tenure.term", 42L);
    context.put("tenure.slot", Instant.parse("2026-01-01T00:00:00Z"));
    context.put("tenure.attempt", attempt);
    context.put("tenure.node", "node-1");
    context.put("tenure.group", "default");
    context.put("tenure.job", "job");
    context.put("tenure.progress", receiver);
    return context;
  }

  static JobExecutionContext tenure(Job job) {
    return tenure(job, 1, new ArrayList<>());
  }
}
