package dev.tenure.config;

/** What becomes of a run that was cut off because its leader was lost. */
public enum OnLeaderLoss {
  /** It is recorded as lost. */
  LOSE,
  /** It is recorded as lost, and the next leader begins a further attempt. */
  RERUN
}
