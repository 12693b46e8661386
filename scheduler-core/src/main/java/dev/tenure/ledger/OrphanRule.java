package dev.tenure.ledger;

/** Says what becomes of a run that an older term left open. Called on the ledger's loop. */
@FunctionalInterface
public interface OrphanRule {

  /** Lost runs stay lost. */
  OrphanRule LOSE = run -> false;

  /**
   * Whether the run, which is recorded as LOST, is followed by another attempt of the kind {@link
   * RunKind#RECOVERED}. It is due at once when the old leader's lease is proven to be gone, else
   * once the lease must have ended.
   */
  boolean rerun(OpenRun run);
}
