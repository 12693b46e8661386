package dev.tenure.ledger;

/** What became of a completion or of a record of skipped slots. */
public sealed interface WriteResult {

  /** It is durable. */
  record Written() implements WriteResult {}

  /** The term is over; nothing was written. */
  record Fenced() implements WriteResult {}

  /**
   * No answer up to the end of the leadership: written or not.
   *
   * @param reason what was met
   */
  record Unknown(String reason) implements WriteResult {}
}
