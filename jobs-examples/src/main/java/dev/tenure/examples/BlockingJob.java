package dev.tenure.examples;

import org.jspecify.annotations.Nullable;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * A job that spends its time in blocking calls: the scheduler's interrupt becomes an interrupt of
 * the thread that runs it, and never outlives the run.
 */
abstract class BlockingJob implements InterruptableJob {

  // Guarded by this.
  private @Nullable Thread runner;
  private boolean interrupted;

  @Override
  public final void execute(JobExecutionContext context) throws JobExecutionException {
    begin();
    try {
      run(context);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobExecutionException(message(e), e);
    } finally {
      end();
    }
  }

  /** The work. An {@code InterruptedException} means that it was cut short and has cleaned up. */
  abstract void run(JobExecutionContext context) throws JobExecutionException, InterruptedException;

  @Override
  public final synchronized void interrupt() {
    interrupted = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  private synchronized void begin() {
    runner = Thread.currentThread();
    if (interrupted) {
      runner.interrupt();
    }
  }

  private synchronized void end() {
    runner = null;
    if (interrupted) {
      // It was meant for this run alone; the thread goes back to its pool.
      Thread.interrupted();
    }
  }

  private static String message(InterruptedException e) {
    return e.getMessage() == null ? "interrupted" : e.getMessage();
  }
}
