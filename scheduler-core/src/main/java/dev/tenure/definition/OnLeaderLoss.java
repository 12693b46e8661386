package dev.tenure.definition;

/** What becomes of a run whose leader went away in the midst of it. */
public enum OnLeaderLoss {
  /** It is recorded as lost. */
  LOSE,
  /** It is recorded as lost, and the next leader runs it again as a further attempt. */
  RERUN
}
