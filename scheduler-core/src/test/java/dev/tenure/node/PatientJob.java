package dev.tenure.node;

import java.util.concurrent.CountDownLatch;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** Waits until it is interrupted. */
public final class PatientJob implements InterruptableJob {

  private final CountDownLatch told = new CountDownLatch(1);

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new JobExecutionException("told to stop");
  }

  @Override
  public void interrupt() {
    told.countDown();
  }
}
