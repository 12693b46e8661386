package dev.tenure.bench.subject;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** Begins, and never ends. For Quartz, and for Tenure, whose jobs are Quartz's. */
public final class HangingJob implements Job {

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    try {
      Probe.hang();
    } catch (InterruptedException e) {
      throw new JobExecutionException(e);
    }
  }
}
