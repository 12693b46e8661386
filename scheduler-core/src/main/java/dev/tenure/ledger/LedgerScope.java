package dev.tenure.ledger;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.Term;
import java.util.Optional;

/**
 * Whose ledger it is.
 *
 * @param layout where the keys lie
 * @param group the group
 * @param node this node, as it signs its claims
 */
public record LedgerScope(KeyLayout layout, GroupName group, NodeName node) {

  private static final int TERM_DIGITS = 19;
  private static final int SEQUENCE_DIGITS = 10;

  String states() {
    return layout.states(group);
  }

  String state(JobName job) {
    return layout.state(group, job);
  }

  String journal() {
    return layout.journal(group);
  }

  String marker() {
    return layout.folded(group);
  }

  String entry(Position position) {
    return layout.journalEntry(group, new Term(position.term()), position.sequence());
  }

  /** The position of the entry with this key; empty for a key that is not one of an entry. */
  Optional<Position> position(String key) {
    String name = key.substring(journal().length());
    if (name.length() != TERM_DIGITS + 1 + SEQUENCE_DIGITS || name.charAt(TERM_DIGITS) != '-') {
      return Optional.empty();
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (i != TERM_DIGITS && (c < '0' || c > '9')) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          new Position(
              Long.parseLong(name.substring(0, TERM_DIGITS)),
              Long.parseLong(name.substring(TERM_DIGITS + 1))));
    } catch (NumberFormatException e) {
      return Optional.empty(); // nineteen digits may be more than a long holds
    }
  }

  /** The term that was handed over with the right of this key; empty for any other key. */
  public Optional<Term> termOfRight(String key) {
    return CompletionKey.parse(this, key)
        .filter(CompletionKey.Right.class::isInstance)
        .map(CompletionKey::term);
  }
}
