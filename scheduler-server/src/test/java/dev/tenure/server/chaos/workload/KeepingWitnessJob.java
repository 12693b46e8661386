package dev.tenure.server.chaos.workload;

import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.PersistJobDataAfterExecution;

/** The same, and counts its runs in the data that it keeps. */
@PersistJobDataAfterExecution
public final class KeepingWitnessJob extends WitnessJob {

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    JobDataMap kept = context.getJobDetail().getJobDataMap();
    long before = kept.containsKey("count") ? kept.getLong("count") : 0;
    super.execute(context);
    kept.put("count", before + 1);
  }
}
