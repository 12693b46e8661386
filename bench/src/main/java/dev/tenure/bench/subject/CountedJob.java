package dev.tenure.bench.subject;

import java.util.Date;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Does nothing, and says how late. For Quartz, and for Tenure, whose jobs are Quartz's. */
public final class CountedJob implements Job {

  @Override
  public void execute(JobExecutionContext context) {
    Date slot = context.getScheduledFireTime();
    if (slot == null) {
      Probe.run();
    } else {
      Probe.run(slot.toInstant());
    }
  }
}
