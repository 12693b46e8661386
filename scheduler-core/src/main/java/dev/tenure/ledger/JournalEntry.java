package dev.tenure.ledger;

import java.util.List;

/** What one transaction appended to the journal. */
record JournalEntry(EntryFacts facts, List<JournalRecord> records) {

  Position position() {
    return facts.position();
  }
}
