package dev.tenure.verify;

/** The three numbers that must be zero. */
public enum Tally {
  /** Slots that came to nothing, silently. */
  MISSED,
  /** What happened that must not have happened: twice, unclaimed, at once, unfenced. */
  DOUBLED,
  /** What is open or does not fit, so that nobody can say what became of it. */
  UNACCOUNTED
}
