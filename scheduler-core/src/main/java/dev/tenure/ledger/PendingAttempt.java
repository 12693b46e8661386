package dev.tenure.ledger;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.Map;

/**
 * A further attempt that is to be made, by whoever leads then.
 *
 * @param run the run to be; its attempt is 2 or more
 * @param kind why
 * @param due not before this instant; whole milliseconds
 * @param data what was passed to the first attempt
 */
public record PendingAttempt(RunId run, RunKind kind, Instant due, Map<String, Object> data) {

  /** Throws {@link IllegalArgumentException} for a first attempt. */
  public PendingAttempt {
    due = Millis.floor(due);
    if (run.attempt() < 2) {
      throw new IllegalArgumentException("not a further attempt: " + run);
    }
  }

  /**
   * An attempt whose data the ledger takes from the run that it follows, when it records that one's
   * end.
   */
  public PendingAttempt(RunId run, RunKind kind, Instant due) {
    this(run, kind, due, Map.of());
  }
}
