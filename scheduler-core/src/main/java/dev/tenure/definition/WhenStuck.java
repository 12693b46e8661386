package dev.tenure.definition;

/** What becomes of the place of a run that was told to stop, twice, and does not. */
public enum WhenStuck {
  /** It stays taken until the run ends. */
  WAIT,
  /** It is given to other runs, and the job counts as not running; its thread is left behind. */
  FREE
}
