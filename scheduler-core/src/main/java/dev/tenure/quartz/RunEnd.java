package dev.tenure.quartz;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Source;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.KeptData;
import dev.tenure.ledger.RunError;
import dev.tenure.ledger.RunOutcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges how a run ended. A run that was told to stop counts as interrupted, or timed out, however
 * it then returned: only the job knows how much it left undone.
 */
final class RunEnd {

  private static final Logger log = LoggerFactory.getLogger(RunEnd.class);

  private final NextAttempt attempts;

  RunEnd(NextAttempt attempts) {
    this.attempts = attempts;
  }

  /** What is to be recorded of a run whose code has returned. */
  RunOutcome outcome(
      ActiveRun active,
      JobExecutionContext context,
      @Nullable Throwable thrown,
      Optional<StopCause> stop,
      Instant now) {
    EndState state = state(thrown, stop);
    Optional<RunError> error =
        stop.map(cause -> new RunError("interrupted", cause.reason()))
            .or(() -> Optional.ofNullable(thrown).map(RunError::of));
    Optional<KeptData> data = Optional.empty();
    try {
      data = keptData(active, context);
    } catch (IllegalArgumentException e) {
      log.warn("job {}: {}", active.run().job().name(), e.getMessage());
      state = state == EndState.SUCCEEDED ? EndState.FAILED : state;
      error = error.or(() -> Optional.of(RunError.of(e)));
    }
    boolean cutOff = stop.filter(cause -> cause.kind() == StopCause.Kind.STANDBY).isPresent();
    NextAttempt.Ended end = new NextAttempt.Ended(active.run().id(), state, thrown, cutOff);
    return new RunOutcome(
        active.run().id(),
        state,
        active.started(),
        now,
        result(context),
        error,
        data,
        attempts.after(active.run().job(), end, now),
        active.lastProgress());
  }

  /** What is to be recorded of a run that does not end although it was told to. */
  RunOutcome stuck(ActiveRun active, String stack, Instant now) {
    NextAttempt.Ended end =
        new NextAttempt.Ended(active.run().id(), EndState.TIMED_OUT, null, false);
    String reason =
        active.stopCause().map(StopCause::reason).orElse("told to stop")
            + "; it did not stop, and its thread is left behind";
    return new RunOutcome(
        active.run().id(),
        EndState.TIMED_OUT,
        active.started(),
        now,
        Optional.empty(),
        Optional.of(new RunError("stuck", reason, stack)),
        Optional.empty(),
        attempts.after(active.run().job(), end, now),
        active.lastProgress());
  }

  /** What is to be recorded of a run that ended and nobody was told how. */
  RunOutcome unheard(ActiveRun active, String reason, Instant now) {
    NextAttempt.Ended end = new NextAttempt.Ended(active.run().id(), EndState.FAILED, null, false);
    return new RunOutcome(
        active.run().id(),
        EndState.FAILED,
        active.started(),
        now,
        Optional.empty(),
        Optional.of(new RunError("unheard", reason)),
        Optional.empty(),
        attempts.after(active.run().job(), end, now),
        active.lastProgress());
  }

  /** What is to be recorded of a run that was claimed and not started. */
  RunOutcome notStarted(ClaimedRun run, String reason, Instant now) {
    RunOutcome outcome = RunOutcome.notStarted(run.id(), now, reason);
    NextAttempt.Ended end = new NextAttempt.Ended(run.id(), outcome.state(), null, true);
    return attempts.after(run.job(), end, now).map(outcome::followedBy).orElse(outcome);
  }

  private static EndState state(@Nullable Throwable thrown, Optional<StopCause> stop) {
    if (stop.isPresent()) {
      return stop.get().kind() == StopCause.Kind.TIMEOUT
          ? EndState.TIMED_OUT
          : EndState.INTERRUPTED;
    }
    return thrown == null ? EndState.SUCCEEDED : EndState.FAILED;
  }

  private static Optional<String> result(JobExecutionContext context) {
    Object result = context.getResult();
    try {
      return Optional.ofNullable(result).map(Object::toString);
    } catch (RuntimeException e) {
      return Optional.of("a " + Objects.requireNonNull(result).getClass().getName());
    }
  }

  /**
   * What the next run finds. For a job of a file only what the job changed or added: an operator's
   * change of any other entry still takes effect.
   */
  private static Optional<KeptData> keptData(ActiveRun active, JobExecutionContext context) {
    ClaimedRun run = active.run();
    if (!run.keepsData()) {
      return Optional.empty();
    }
    JobSpec job = run.job();
    Map<String, Object> kept = new LinkedHashMap<>();
    active
        .secrets()
        .hidden(context.getJobDetail().getJobDataMap())
        .forEach(
            (key, value) -> {
              if (job.source() == Source.API || !Objects.equals(value, job.data().get(key))) {
                kept.put(key, value);
              }
            });
    KeptData.check(kept);
    return Optional.of(new KeptData(job.edition(), kept));
  }
}
