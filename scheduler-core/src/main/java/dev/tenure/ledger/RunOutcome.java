package dev.tenure.ledger;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The end of a run, as the node that ran it reports it.
 *
 * @param run the run
 * @param state how it ended
 * @param started when its code began, by the node's wall clock; the instant of the end when it
 *     never did
 * @param finished when it ended
 * @param result what the job left as its result, as text, cut to {@value #MAX_RESULT} characters
 * @param error why it did not succeed
 * @param data the job's data to be kept for its next run; empty leaves what is kept as it is
 */
public record RunOutcome(
    RunId run,
    EndState state,
    Instant started,
    Instant finished,
    Optional<String> result,
    Optional<RunError> error,
    Optional<Map<String, Object>> data) {

  /** The longest result that is kept, in characters. */
  public static final int MAX_RESULT = 1000;

  public RunOutcome {
    result =
        result.map(
            text -> text.length() <= MAX_RESULT ? text : text.substring(0, MAX_RESULT - 1) + "…");
  }

  /** The end of a run that was claimed and whose code never began. */
  public static RunOutcome notStarted(RunId run, Instant now, String reason) {
    return new RunOutcome(
        run,
        EndState.INTERRUPTED,
        now,
        now,
        Optional.empty(),
        Optional.of(new RunError("not started", reason)),
        Optional.empty());
  }
}
