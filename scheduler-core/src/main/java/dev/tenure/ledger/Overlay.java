package dev.tenure.ledger;

import dev.tenure.model.JobName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The states that an entry leads to, beside those that it starts from. */
final class Overlay {

  private final EntryFacts facts;
  private final Function<JobName, JobState> base;
  private final Map<JobName, JobState> next = new LinkedHashMap<>();

  Overlay(EntryFacts facts, Function<JobName, JobState> base) {
    this.facts = facts;
    this.base = base;
  }

  EntryFacts facts() {
    return facts;
  }

  JobState state(JobName job) {
    JobState changed = next.get(job);
    return changed == null ? base.apply(job) : changed;
  }

  /** Whether the record changes anything. */
  @SuppressWarnings("ReferenceEquality") // a record that does not concern the job answers the same
  boolean apply(JournalRecord.OfJob record) {
    JobState before = state(record.job());
    JobState after = record.after(before, facts);
    if (after == before) {
      return false;
    }
    next.put(record.job(), after.at(facts.position()));
    return true;
  }

  Map<JobName, JobState> next() {
    return next;
  }
}
