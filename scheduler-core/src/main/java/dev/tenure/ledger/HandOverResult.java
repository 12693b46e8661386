package dev.tenure.ledger;

/** Whether the runs of a term that ends may go on, and their ends still be recorded. */
public sealed interface HandOverResult {

  /**
   * The node has the right to record the ends of these runs after the term.
   *
   * @param runs how many
   */
  record Handed(int runs) implements HandOverResult {}

  /** No run of the term is open; nothing more is recorded in it. */
  record NothingOpen() implements HandOverResult {}

  /**
   * There is no right, and nothing more is recorded in the term: it, or the session that the right
   * was to be bound to, is over.
   *
   * @param reason for people
   */
  record Refused(String reason) implements HandOverResult {}
}
