package dev.tenure.quartz;

import dev.tenure.job.RunContext;
import dev.tenure.model.NodeName;
import dev.tenure.runlog.RunLog;
import dev.tenure.runlog.RunLogs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.slf4j.MDC;

/**
 * What Quartz runs in place of the user's job: checks on the worker, for the last time, that the
 * run may begin; then builds the job, runs it and reports its end. It never throws, so that
 * whatever a job does, its triggers live on.
 */
final class FencedRun implements InterruptableJob {

  /**
   * Longer than a claim may be early: that is its lead, as much for what is claimed with it, and
   * the two milliseconds by which Quartz fires before its time.
   */
  static final Duration LONGEST_WAIT = ClaimLead.MOST.multipliedBy(3);

  private final ClaimedRun claimed;
  private final RunBook book;
  private final JobMaker maker;
  private final RunDesk desk;
  private final RunLogs logs;

  FencedRun(ClaimedRun claimed, RunBook book, JobMaker maker, RunDesk desk, RunLogs logs) {
    this.claimed = claimed;
    this.book = book;
    this.maker = maker;
    this.desk = desk;
    this.logs = logs;
  }

  @Override
  public void execute(JobExecutionContext context) {
    awaitSlot(claimed.claim().slot(), desk.clock());
    RunLog log = logs.of(claimed.id());
    Optional<ActiveRun> begun = book.begin(context, log::print);
    if (begun.isPresent()) {
      book.end(begun.get(), context, execute(context, begun.get(), log));
    }
  }

  /**
   * A run is claimed a little before its slot, so that it begins on time; but never before. Where a
   * clock was set back the slot may be far away, and is not waited for.
   */
  static void awaitSlot(Instant slot, Clock clock) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    Instant now = clock.instant();
    while (now.isBefore(slot)
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      long early = now.until(slot, ChronoUnit.NANOS);
      LockSupport.parkNanos(Math.min(early, LONGEST_WAIT.toNanos()));
      now = clock.instant();
    }
  }

  private @Nullable Throwable execute(JobExecutionContext context, ActiveRun active, RunLog log) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    describe(log.name(), desk.node());
    logs.enter(log);
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
      logs.leave(log);
      MDC.clear(); // Also what the job has left there: the next run is another's.
      thread.setContextClassLoader(before);
    }
  }

  /** What the node's logging may show beside whatever the job logs. */
  private void describe(String run, NodeName node) {
    MDC.put(RunContext.RUN, run);
    MDC.put(RunContext.GROUP, claimed.id().group().value());
    MDC.put(RunContext.JOB, claimed.id().job().value());
    MDC.put(RunContext.ATTEMPT, Integer.toString(claimed.id().attempt()));
    MDC.put(RunContext.TERM, claimed.leadership().term().toString());
    MDC.put(RunContext.NODE, node.value());
  }

  /** Quartz's own way to interrupt; the engine uses {@link RunningRuns}. */
  @Override
  public void interrupt() {
    desk.running().interrupt(claimed.id(), "interrupted through the Quartz API");
  }

  /** For Quartz's messages. */
  @Override
  public String toString() {
    return "run of " + claimed.job().name() + " for " + claimed.claim().slot();
  }
}
