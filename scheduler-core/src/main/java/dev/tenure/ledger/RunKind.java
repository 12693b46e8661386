package dev.tenure.ledger;

/** Why a slot is run. */
public enum RunKind {
  /** It fell due while this leader led. */
  SCHEDULED("scheduled"),
  /** It fell due while nobody led, and the job's catch-up policy asks for it. */
  CAUGHT_UP("caught-up");

  private final String word;

  RunKind(String word) {
    this.word = word;
  }

  /** The word of the glossary, as it stands in JSON. */
  public String word() {
    return word;
  }
}
