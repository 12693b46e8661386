package dev.tenure.quartz;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;

/**
 * What Quartz runs in place of the user's job: checks on the worker, for the last time, that the
 * run may begin; then builds the job, runs it and reports its end. It never throws, so that
 * whatever a job does, its triggers live on.
 */
final class FencedRun implements InterruptableJob {

  private final ClaimedRun claimed;
  private final RunBook book;
  private final JobMaker maker;
  private final RunningRuns running;

  FencedRun(ClaimedRun claimed, RunBook book, JobMaker maker, RunningRuns running) {
    this.claimed = claimed;
    this.book = book;
    this.maker = maker;
    this.running = running;
  }

  @Override
  public void execute(JobExecutionContext context) {
    Optional<ActiveRun> begun = book.begin(context);
    if (begun.isPresent()) {
      book.end(begun.get(), context, execute(context, begun.get()));
    }
  }

  private @Nullable Throwable execute(JobExecutionContext context, ActiveRun active) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(claimed.type().getClassLoader());
      JobDataMap data = context.getMergedJobDataMap();
      active.knows(RunSecrets.reveal(data, claimed.claim().data().keySet(), maker));
      Job job = maker.make(claimed.type(), data);
      active.built(job);
      job.execute(context);
      return null;
    } catch (Throwable e) {
      return e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Quartz's own way to interrupt; the engine uses {@link RunningRuns}. */
  @Override
  public void interrupt() {
    running.interrupt(claimed.id(), "interrupted through the Quartz API");
  }

  /** For Quartz's messages. */
  @Override
  public String toString() {
    return "run of " + claimed.job().name() + " for " + claimed.claim().slot();
  }
}
