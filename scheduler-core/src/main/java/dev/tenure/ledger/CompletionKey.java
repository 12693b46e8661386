package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.util.Optional;

/** What a key among a group's completions says. */
sealed interface CompletionKey {

  /** How many digits a term has in a key. */
  int TERM_DIGITS = 19;

  /** The term that was handed over. */
  Term term();

  /** The right of the term's node. */
  record Right(Term term) implements CompletionKey {}

  /**
   * Some ends that were recorded under the right.
   *
   * @param sequence their number under that right
   */
  record Ends(Term term, long sequence) implements CompletionKey {}

  /** A run that is to be interrupted. */
  record Interrupt(Term term, RunId run) implements CompletionKey {}

  /** What the key says; empty for a key that is not one of Tenure's. */
  static Optional<CompletionKey> parse(LedgerScope scope, String key) {
    String prefix = scope.layout().completions(scope.group());
    String[] parts = key.substring(Math.min(prefix.length(), key.length())).split("/", 3);
    try {
      if (!key.startsWith(prefix) || parts[0].length() != TERM_DIGITS) {
        return Optional.empty();
      }
      Term term = new Term(Long.parseLong(parts[0]));
      CompletionKey read;
      if (parts.length == 1) {
        read = new Right(term);
      } else if (parts.length == 2) {
        read = new Ends(term, Long.parseLong(parts[1]));
      } else {
        read = new Interrupt(term, RunId.parse(parts[2]));
      }
      return read.key(scope).equals(key) ? Optional.of(read) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String key(LedgerScope scope) {
    if (this instanceof Ends ends) {
      return scope.layout().completion(scope.group(), term(), ends.sequence());
    } else if (this instanceof Interrupt interrupt) {
      return scope.layout().completionInterrupt(scope.group(), term(), interrupt.run());
    }
    return scope.layout().completionRight(scope.group(), term());
  }
}
