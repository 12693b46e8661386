package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.Skipped;

/**
 * Hears what becomes of the slots. Called on the thread where it happens, so it must be quick, must
 * not block and may be called from many threads at once. What it throws is logged and changes
 * nothing.
 */
public interface RunListener {

  /** A listener that hears nothing. */
  RunListener NONE = new RunListener() {};

  /**
   * The ledger has granted the first claim of this leadership.
   *
   * @param runs how many runs the claim holds
   */
  default void onFirstClaim(Leadership leadership, int runs) {}

  /** The code of the run is about to begin. */
  default void onStarted(RunView run) {}

  /** The run reported its progress. */
  default void onProgress(RunView run) {}

  /**
   * The run has ended, and the ledger has been told; whether the ledger could still write it is not
   * known yet.
   */
  default void onFinished(RunView run, RunOutcome outcome) {}

  /** Slots were passed over. */
  default void onSkipped(Skipped skipped) {}

  /**
   * The fence refused a claim or a record of this leadership: somebody has to tell the election,
   * which may not know yet that its term is over. Called once for each leadership at most, also
   * when the election knows already.
   */
  default void onFenced(Leadership leadership) {}
}
