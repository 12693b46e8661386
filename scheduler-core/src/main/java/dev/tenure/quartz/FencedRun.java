package dev.tenure.quartz;

import dev.tenure.job.RunContext;
import dev.tenure.job.RunFacts;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Quartz runs in place of the user's job: checks on the worker, for the last time, that the
 * run may begin; then builds the job, runs it and reports its end. It never throws, so that
 * whatever a job does, its triggers live on.
 *
 * <p>The flags of {@link JobExecutionException}: {@code refireImmediately} is a further attempt
 * with a claim of its own, at most {@value #MAX_ATTEMPTS} in all; the two flags that unschedule
 * stop the job's trigger for the rest of the term.
 */
final class FencedRun implements InterruptableJob {

  static final int MAX_ATTEMPTS = 16;

  private static final Logger log = LoggerFactory.getLogger(FencedRun.class);

  private final ClaimedRun claimed;
  private final JobDefinition definition;
  private final RunDesk desk;

  FencedRun(ClaimedRun claimed, JobDefinition definition, RunDesk desk) {
    this.claimed = claimed;
    this.definition = definition;
    this.desk = desk;
  }

  @Override
  public void execute(JobExecutionContext context) {
    Optional<ClaimedRun> attempt = Optional.of(claimed);
    while (attempt.isPresent()) {
      ClaimedRun run = attempt.get();
      attempt = attempt(context, run) ? again(run) : Optional.empty();
    }
  }

  /** Quartz's own way to interrupt; the engine uses {@link RunningRuns}. */
  @Override
  public void interrupt() {
    desk.running().interrupt(claimed.id(), "interrupted through the Quartz API");
  }

  /** One attempt; answers whether the job asks for another one at once. */
  private boolean attempt(JobExecutionContext context, ClaimedRun run) {
    ActiveRun active = new ActiveRun(run, desk.clock().instant(), Thread.currentThread());
    if (!desk.gate().admitOnceClear(run.leadership(), () -> desk.running().began(active))) {
      refuse(run);
      return false;
    }
    RunEnd end = new RunEnd(definition, active);
    tell(listener -> listener.onStarted(active.view()));
    log.debug("run {} begins", run.id());
    Throwable thrown = execute(context, active);
    Optional<ActiveRun.StopCause> stop = active.ended();
    RunOutcome outcome = end.outcome(context, thrown, stop, desk.clock().instant());
    boolean refires =
        stop.isEmpty() && thrown instanceof JobExecutionException e && flags(context, e);
    desk.ledger().complete(run.leadership(), refires ? followed(run, outcome) : outcome);
    desk.running().ended(active, outcome.state());
    if (thrown != null) {
      log.debug("run {} threw", outcome.run(), thrown);
    }
    tell(listener -> listener.onFinished(active.view(), outcome));
    return refires;
  }

  private RunOutcome followed(ClaimedRun run, RunOutcome outcome) {
    if (run.claim().attempt() >= MAX_ATTEMPTS) {
      return outcome;
    }
    return outcome.followedBy(
        new PendingAttempt(run.id().nextAttempt(), RunKind.RETRY, outcome.finished()));
  }

  private void refuse(ClaimedRun run) {
    String reason = "term " + run.leadership().term() + " was over, or handed over, by then";
    log.warn("run {} is claimed but not started: {}", run.id(), reason);
    desk.ledger()
        .complete(
            run.leadership(), RunOutcome.notStarted(run.id(), desk.clock().instant(), reason));
  }

  private @Nullable Throwable execute(JobExecutionContext context, ActiveRun active) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    EventLoop.Timer timer =
        definition
            .timeout()
            .map(
                timeout ->
                    desk.timers().schedule(timeout, () -> desk.running().timeOut(active, timeout)))
            .orElse(() -> {});
    try {
      thread.setContextClassLoader(definition.type().getClassLoader());
      install(context, active);
      Job job = desk.maker().make(definition, context.getMergedJobDataMap());
      active.built(job);
      job.execute(context);
      return null;
    } catch (Throwable e) {
      return e;
    } finally {
      timer.cancel();
      thread.setContextClassLoader(before);
    }
  }

  private void install(JobExecutionContext context, ActiveRun active) {
    RunId id = active.run().id();
    RunContext.install(
        context,
        new RunFacts(
            id.toString(),
            active.run().leadership().term().number(),
            active.run().claim().slot(),
            id.attempt(),
            desk.node().value(),
            id.group().value(),
            id.job().value()),
        (percent, message) -> {
          active.progress(percent, message);
          tell(listener -> listener.onProgress(active.view()));
        });
  }

  private boolean flags(JobExecutionContext context, JobExecutionException thrown) {
    if (thrown.unscheduleAllTriggers() || thrown.unscheduleFiringTrigger()) {
      context.put(
          GridTrigger.INSTRUCTION, CompletedExecutionInstruction.SET_ALL_JOB_TRIGGERS_COMPLETE);
      log.warn(
          "job {} asked to be unscheduled: it does not run again in term {}",
          definition.name(),
          claimed.leadership().term());
      return false;
    }
    return thrown.refireImmediately();
  }

  /** The next attempt, if it may begin; waits for its claim on this worker. */
  private Optional<ClaimedRun> again(ClaimedRun run) {
    if (run.claim().attempt() >= MAX_ATTEMPTS) {
      log.warn("run {} asked to be refired, but {} attempts are enough", run.id(), MAX_ATTEMPTS);
      return Optional.empty();
    }
    ClaimedRun next = ClaimedRun.of(run.leadership(), run.id().group(), run.nextAttempt());
    return desk.gate()
        .enter()
        .flatMap(
            entered -> {
              try (Gate.Pass pass = entered) {
                boolean mine =
                    desk.claims()
                        .claim(pass, List.of(next.claim()))
                        .filter(granted -> granted.contains(next.id()))
                        .isPresent();
                if (!mine) {
                  return Optional.empty();
                }
                pass.granted();
                return Optional.of(next);
              }
            });
  }

  private void tell(Consumer<RunListener> news) {
    try {
      news.accept(desk.listener());
    } catch (RuntimeException e) {
      log.error("a run listener failed; the run goes on", e);
    }
  }

  /** For Quartz's messages. */
  @Override
  public String toString() {
    Instant slot = claimed.claim().slot();
    return "run of " + definition.name() + " for " + slot;
  }
}
