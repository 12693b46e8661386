package dev.tenure.ledger;

/** How a run ended. Each run ends in exactly one of these. */
public enum EndState {
  /** The job returned. */
  SUCCEEDED,
  /** The job threw, or could not be built. */
  FAILED,
  /** The job was interrupted because its timeout had passed. */
  TIMED_OUT,
  /** The job was interrupted, or was claimed and never started, because its node stood down. */
  INTERRUPTED,
  /** The leader that claimed it went away without recording an end; a later leader found it. */
  LOST;

  static EndState of(String word) {
    for (EndState one : values()) {
      if (one.name().equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is not a word of the ledger");
  }
}
