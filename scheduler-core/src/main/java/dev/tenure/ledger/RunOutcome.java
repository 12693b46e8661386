package dev.tenure.ledger;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a run, as the node that ran it reports it.
 *
 * @param run the run
 * @param state how it ended
 * @param started when its code began, by the node's wall clock; the instant of the end when it
 *     never did; milliseconds are kept
 * @param finished when it ended; milliseconds are kept
 * @param result what the job left as its result, as text, cut to {@value #MAX_RESULT} characters
 * @param error why it did not succeed
 * @param data the job's data to be kept for its next run; empty leaves what is kept as it is
 * @param next the attempt that is to follow, recorded in the same transaction as the end; replaces
 *     one of the same id
 * @param progress the last that the job reported, cut to {@value #MAX_PROGRESS} characters
 */
public record RunOutcome(
    RunId run,
    EndState state,
    Instant started,
    Instant finished,
    Optional<String> result,
    Optional<RunError> error,
    Optional<KeptData> data,
    Optional<PendingAttempt> next,
    Optional<String> progress) {

  /** The longest result that is kept, in characters. */
  public static final int MAX_RESULT = 16 * 1024;

  /** The longest report of progress that is kept, in characters. */
  public static final int MAX_PROGRESS = 1000;

  public RunOutcome {
    started = Millis.floor(started);
    finished = Millis.floor(finished);
    result = result.map(text -> CutText.to(MAX_RESULT, text));
    progress = progress.map(text -> CutText.to(MAX_PROGRESS, text));
  }

  /** An end without data, further attempt or progress. */
  public RunOutcome(
      RunId run,
      EndState state,
      Instant started,
      Instant finished,
      Optional<String> result,
      Optional<RunError> error) {
    this(
        run,
        state,
        started,
        finished,
        result,
        error,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The end of a run that was claimed and whose code never began. */
  public static RunOutcome notStarted(RunId run, Instant now, String reason) {
    return new RunOutcome(
        run,
        EndState.INTERRUPTED,
        now,
        now,
        Optional.empty(),
        Optional.of(new RunError("not started", reason)));
  }

  /** The same end, followed by another attempt. */
  public RunOutcome followedBy(PendingAttempt attempt) {
    return new RunOutcome(
        run, state, started, finished, result, error, data, Optional.of(attempt), progress);
  }
}
