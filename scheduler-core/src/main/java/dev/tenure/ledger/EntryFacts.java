package dev.tenure.ledger;

import dev.tenure.model.GroupName;
import dev.tenure.model.Term;
import java.time.Instant;

/**
 * What all records of one journal entry share.
 *
 * @param group whose journal it is
 * @param position where it stands
 * @param node the node that wrote it
 * @param at when, by that node's wall clock; whole milliseconds
 */
record EntryFacts(GroupName group, Position position, String node, Instant at) {

  Term term() {
    return new Term(position.term());
  }
}
