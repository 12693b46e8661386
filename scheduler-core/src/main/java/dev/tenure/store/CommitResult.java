package dev.tenure.store;

import java.util.Map;

/** What became of a {@link Commit}. */
public sealed interface CommitResult {

  /**
   * All guards held and all writes are durable.
   *
   * @param revision the store's revision after the commit; that of the writes, if there were any
   */
  record Committed(long revision) implements CommitResult {}

  /**
   * A guard did not hold; nothing was written.
   *
   * @param revision the revision at which the guards were judged
   * @param guarded the guarded keys that exist, as they were at that revision
   */
  record Refused(long revision, Map<String, Entry> guarded) implements CommitResult {
    public Refused {
      guarded = Map.copyOf(guarded);
    }
  }

  /**
   * The answer was lost: the commit may have happened, may not have, or may still happen. The
   * caller reads back or repeats an idempotent commit; it never guesses.
   *
   * @param cause why there is no answer
   */
  record OutcomeUnknown(StoreException cause) implements CommitResult {}
}
