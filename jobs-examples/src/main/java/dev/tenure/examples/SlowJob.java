package dev.tenure.examples;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * Takes its time, reports how far it is, and stops at once when it is told to. Data: {@code steps}
 * (default 10), {@code step-duration} (default 1s).
 */
public final class SlowJob implements InterruptableJob {

  private final CountDownLatch interrupted = new CountDownLatch(1);
  private int steps = 10;
  private Duration stepDuration = Duration.ofSeconds(1);

  /** How many steps the work has; at least 1. */
  public void setSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, is " + steps);
    }
    this.steps = steps;
  }

  /** How long one step takes. */
  public void setStepDuration(Duration stepDuration) {
    this.stepDuration = stepDuration;
  }

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    for (int step = 1; step <= steps; step++) {
      if (interruptedWithin(stepDuration)) {
        throw new JobExecutionException("interrupted in step " + step + " of " + steps);
      }
      TenureEntries.progress(context, (int) (100L * step / steps), "step " + step + " of " + steps);
    }
    context.setResult(steps + " steps done");
  }

  /** Called by the scheduler, on a thread of its own, while the job runs. */
  @Override
  public void interrupt() {
    interrupted.countDown();
  }

  private boolean interruptedWithin(Duration duration) {
    try {
      return interrupted.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
