package dev.tenure.ledger;

/** Why a slot is run. */
public enum RunKind {
  /** It fell due while this leader led. */
  SCHEDULED("scheduled"),
  /** It fell due while nobody led, and the job's catch-up policy asks for it. */
  CAUGHT_UP("caught-up"),
  /** Somebody asked for it. */
  MANUAL("manual"),
  /** The attempt before failed, and the job asks for another one. */
  RETRY("retry"),
  /** The attempt before was lost with its leader, and the job asks for another one. */
  RECOVERED("recovered");

  private final String word;

  RunKind(String word) {
    this.word = word;
  }

  /** The word of the glossary, as it stands in JSON. */
  public String word() {
    return word;
  }

  static RunKind of(String word) {
    for (RunKind one : values()) {
      if (one.word.equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is not a word of the ledger");
  }
}
