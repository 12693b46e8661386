package dev.tenure.quartz;

import dev.tenure.job.RunContext;
import dev.tenure.job.RunFacts;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.RunId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends runs, whoever calls the job's code in between: Tenure's own wrapper, or Quartz
 * with a listener on either side. Both methods are called on the thread that runs the job; neither
 * throws.
 */
final class RunBook {

  private static final Logger log = LoggerFactory.getLogger(RunBook.class);

  private final RunDesk desk;

  RunBook(RunDesk desk) {
    this.desk = desk;
  }

  /**
   * The last look before the code begins: the run that this context was fired for, if it may. From
   * then on it counts as running, can be told to stop, and its time is limited. Blocks while the
   * leadership is in doubt.
   *
   * @param lines takes what the job prints through its context; any thread
   * @return empty when the code must not be called; that is then recorded already
   */
  Optional<ActiveRun> begin(JobExecutionContext context, Consumer<String> lines) {
    Optional<ClaimedRun> claimed = desk.claimed().take(context.getFireInstanceId());
    if (claimed.isEmpty()) {
      log.error("{} fired without a claim and is not started", context.getTrigger().getKey());
      return Optional.empty();
    }
    ClaimedRun run = claimed.get();
    ActiveRun active = new ActiveRun(run, desk.clock().instant(), Thread.currentThread());
    if (!desk.gate().admitOnceClear(run.leadership(), () -> desk.running().began(active))) {
      refuse(run);
      return Optional.empty();
    }
    install(context, active, lines);
    tell(listener -> listener.onStarted(active.view()));
    log.debug("run {} begins", run.id());
    active.limitedBy(desk.limit().set(active));
    return Optional.of(active);
  }

  private void refuse(ClaimedRun run) {
    String reason = "term " + run.leadership().term() + " was over, or handed over, by then";
    log.warn("run {} is claimed but not started: {}", run.id(), reason);
    desk.ledger()
        .complete(run.leadership(), desk.ends().notStarted(run, reason, desk.clock().instant()));
  }

  private void install(JobExecutionContext context, ActiveRun active, Consumer<String> lines) {
    RunId id = active.run().id();
    RunContext.install(
        context,
        new RunFacts(
            active.run().fireId(),
            active.run().leadership().term().number(),
            active.run().claim().slot(),
            id.attempt(),
            desk.node().value(),
            id.group().value(),
            id.job().value()),
        (percent, message) -> {
          active.progress(percent, message);
          tell(listener -> listener.onProgress(active.view()));
        },
        lines);
  }

  /**
   * The code has returned, or thrown. The end, with whatever is to follow, is on its way to the
   * ledger when this returns.
   */
  void end(ActiveRun active, JobExecutionContext context, @Nullable Throwable thrown) {
    Optional<StopCause> stop = active.ended();
    ClaimedRun run = active.run();
    RunOutcome outcome = desk.ends().outcome(active, context, thrown, stop, desk.clock().instant());
    if (active.claimRecord()) {
      desk.ledger().complete(run.leadership(), outcome);
      unschedule(run, thrown);
    }
    desk.running().ended(active, outcome.state());
    if (thrown != null) {
      log.debug("run {} threw", run.id(), thrown);
    }
    tell(listener -> listener.onFinished(active.view(), outcome));
  }

  private void unschedule(ClaimedRun run, @Nullable Throwable thrown) {
    if (thrown instanceof JobExecutionException asked && NextAttempt.isUnscheduled(asked)) {
      log.warn(
          "run {} asked that {} of job {} be unscheduled",
          run.id(),
          asked.unscheduleAllTriggers() ? "all triggers" : "trigger " + run.id().trigger(),
          run.job().name());
      desk.unschedule().accept(run, asked.unscheduleAllTriggers());
    }
  }

  /** A run that has ended and whose end nobody was told. */
  void lose(ActiveRun active, String reason) {
    active.ended();
    RunOutcome outcome = desk.ends().unheard(active, reason, desk.clock().instant());
    if (active.claimRecord()) {
      desk.ledger().complete(active.run().leadership(), outcome);
    }
    desk.running().ended(active, outcome.state());
    tell(listener -> listener.onFinished(active.view(), outcome));
  }

  /** A run that was handed to Quartz and will not begin. */
  void neverBegan(ClaimedRun run, String reason) {
    desk.ledger()
        .complete(run.leadership(), desk.ends().notStarted(run, reason, desk.clock().instant()));
  }

  /** A stuck run whose place is given up: its end is recorded although its code goes on. */
  void giveUp(ActiveRun active, String stack) {
    if (active.claimRecord()) {
      desk.ledger()
          .complete(
              active.run().leadership(), desk.ends().stuck(active, stack, desk.clock().instant()));
    }
  }

  private void tell(Consumer<RunListener> news) {
    try {
      news.accept(desk.listener());
    } catch (RuntimeException e) {
      log.error("a run listener failed; the run goes on", e);
    }
  }
}
