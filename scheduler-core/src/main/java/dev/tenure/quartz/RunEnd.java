package dev.tenure.quartz;

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

  private final JobDefinition definition;
  private final ActiveRun active;

  RunEnd(JobDefinition definition, ActiveRun active) {
    this.definition = definition;
    this.active = active;
  }

  RunOutcome outcome(
      JobExecutionContext context,
      @Nullable Throwable thrown,
      Optional<ActiveRun.StopCause> stop,
      Instant now) {
    EndState state = state(thrown, stop);
    Optional<RunError> error =
        stop.map(cause -> new RunError("interrupted", cause.reason()))
            .or(() -> Optional.ofNullable(thrown).map(RunError::of));
    Optional<KeptData> data = Optional.empty();
    try {
      data = keptData(context);
    } catch (IllegalArgumentException e) {
      log.warn("job {}: {}", definition.name(), e.getMessage());
      state = state == EndState.SUCCEEDED ? EndState.FAILED : state;
      error = error.or(() -> Optional.of(RunError.of(e)));
    }
    return new RunOutcome(
        active.run().id(),
        state,
        active.started(),
        now,
        result(context),
        error,
        data,
        Optional.empty(),
        Optional.empty());
  }

  private static EndState state(@Nullable Throwable thrown, Optional<ActiveRun.StopCause> stop) {
    if (stop.isPresent()) {
      return stop.get().timeout() ? EndState.TIMED_OUT : EndState.INTERRUPTED;
    }
    return thrown == null ? EndState.SUCCEEDED : EndState.FAILED;
  }

  private Optional<String> result(JobExecutionContext context) {
    Object result = context.getResult();
    try {
      return Optional.ofNullable(result).map(Object::toString);
    } catch (RuntimeException e) {
      return Optional.of("a " + Objects.requireNonNull(result).getClass().getName());
    }
  }

  /** What the job changed or added; an operator's change of any other entry still takes effect. */
  private Optional<KeptData> keptData(JobExecutionContext context) {
    if (!definition.keepsData()) {
      return Optional.empty();
    }
    Map<String, Object> changed = new LinkedHashMap<>();
    context
        .getJobDetail()
        .getJobDataMap()
        .forEach(
            (key, value) -> {
              if (!Objects.equals(value, definition.data().get(key))) {
                changed.put(key, value);
              }
            });
    KeptData.check(changed);
    return Optional.of(new KeptData("", changed));
  }
}
