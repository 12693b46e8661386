package dev.tenure.examples;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * Fails, to show what a failure looks like. Data: {@code message}; {@code fail-times}, the number
 * of attempts of a run that fail before one succeeds (default: all).
 */
public final class FailingJob implements Job {

  private String message = "this job always fails";
  private int failTimes = Integer.MAX_VALUE;

  /** The message of the failure. */
  public void setMessage(String message) {
    this.message = message;
  }

  /** How many attempts fail; 0 for none. */
  public void setFailTimes(int failTimes) {
    this.failTimes = failTimes;
  }

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    int attempt = TenureEntries.attempt(context);
    if (attempt <= failTimes) {
      throw new JobExecutionException(message);
    }
    context.setResult("succeeded in attempt " + attempt);
  }
}
