package dev.tenure.examples;

import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.PersistJobDataAfterExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts its runs, in the job's own data under {@code count}. The next run, on whatever node,
 * begins with what this one left there; two runs at a time would overwrite each other's count, so
 * they are forbidden.
 */
@PersistJobDataAfterExecution
@DisallowConcurrentExecution
public final class CounterJob implements Job {

  private static final Logger log = LoggerFactory.getLogger(CounterJob.class);
  private static final String COUNT = "count";

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    JobDataMap data = context.getJobDetail().getJobDataMap();
    long count = before(data.get(COUNT)) + 1;
    data.put(COUNT, Long.valueOf(count));
    log.info("{}: run number {}", context.getJobDetail().getKey(), count);
    context.setResult(count);
  }

  private static long before(@Nullable Object count) throws JobExecutionException {
    if (count == null) {
      return 0;
    }
    if (count instanceof Long || count instanceof Integer) {
      return ((Number) count).longValue();
    }
    throw new JobExecutionException(
        "data." + COUNT + " must be a whole number, is of " + count.getClass().getName());
  }
}
