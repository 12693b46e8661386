package dev.tenure.quartz;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.Retry;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionException;

/** Decides whether a run that has ended is tried again, and when. Pure but for its chance. */
final class NextAttempt {

  /** From this attempt on, a job that wants to be refired at once waits a little. */
  static final int HASTY = 16;

  static final Duration REST = Duration.ofSeconds(1);

  private final DoubleSupplier random;

  /**
   * A judge.
   *
   * @param random from 0 to 1
   */
  NextAttempt(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * A run as it ended.
   *
   * @param cutOff whether it was stopped, or not started, because its node stood down
   */
  record Ended(RunId run, EndState state, @Nullable Throwable thrown, boolean cutOff) {}

  Optional<PendingAttempt> after(JobSpec job, Ended end, Instant now) {
    if (end.cutOff()) {
      return job.onLeaderLoss() == OnLeaderLoss.RERUN
          ? Optional.of(attempt(end, RunKind.RECOVERED, now))
          : Optional.empty();
    }
    if (end.state() == EndState.FAILED && end.thrown() instanceof JobExecutionException asked) {
      if (isUnscheduled(asked)) {
        return Optional.empty();
      }
      if (asked.refireImmediately()) {
        Instant at = end.run().attempt() < HASTY ? now : now.plus(REST);
        return Optional.of(attempt(end, RunKind.RETRY, at));
      }
    }
    boolean failed = end.state() == EndState.FAILED || end.state() == EndState.TIMED_OUT;
    return job.retry()
        .filter(retry -> failed && end.run().attempt() < retry.attempts())
        .map(retry -> attempt(end, RunKind.RETRY, now.plus(wait(retry, end.run().attempt()))));
  }

  static boolean isUnscheduled(JobExecutionException thrown) {
    return thrown.unscheduleAllTriggers() || thrown.unscheduleFiringTrigger();
  }

  private static PendingAttempt attempt(Ended end, RunKind kind, Instant due) {
    return new PendingAttempt(
        end.run().nextAttempt(), kind, Instant.ofEpochMilli(due.toEpochMilli()));
  }

  /** Doubles with each attempt up to the longest; the random part shortens it. */
  private Duration wait(Retry retry, int attempt) {
    Duration wait = retry.backOff();
    for (int i = 1; i < attempt && wait.compareTo(retry.maxBackOff()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    Duration bounded = wait.compareTo(retry.maxBackOff()) < 0 ? wait : retry.maxBackOff();
    double part = 1 - retry.jitter() * random.getAsDouble();
    return Duration.ofMillis(Math.round(bounded.toMillis() * part));
  }
}
