package dev.tenure.ledger;

/** Why a slot was not run. */
public enum SkipReason {
  /** It fell due while nobody led, and the catch-up policy passes over such slots. */
  MISSED("missed"),
  /** It was older than the catch-up policy's window. */
  WINDOW("window"),
  /** There were more missed slots than the catch-up policy's maximum. */
  LIMIT("limit"),
  /** It fell due while an earlier run of a job that forbids concurrency was still going on. */
  OVERLAP("overlap"),
  /** It fell due while its trigger, or its job, was paused. */
  PAUSED("paused");

  private final String word;

  SkipReason(String word) {
    this.word = word;
  }

  /** The word of the glossary, as it stands in JSON. */
  public String word() {
    return word;
  }

  static SkipReason of(String word) {
    for (SkipReason one : values()) {
      if (one.word.equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is not a word of the ledger");
  }
}
