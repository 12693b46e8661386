package dev.tenure.ledger;

import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import dev.tenure.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What belongs into one transaction.
 *
 * @param intents what is to be recorded
 * @param besides what is written beside the records, whatever of them is recorded; may be written
 *     twice
 * @param opening the lease of the term that is opened by it; empty but for the first
 * @param claim whether somebody waits to run something: such work is not worth a try once the
 *     leadership is not held, and is not repeated after a refusal
 * @param done what became of it
 */
record Work(
    List<Intent> intents,
    List<Commit.Write> besides,
    Optional<LeaseId> opening,
    boolean claim,
    CompletableFuture<Fate> done) {

  static Work claim(List<Intent> intents) {
    return new Work(intents, List.of(), Optional.empty(), true, new CompletableFuture<>());
  }

  static Work record(List<Intent> intents) {
    return record(intents, List.of());
  }

  static Work record(List<Intent> intents, List<Commit.Write> besides) {
    return new Work(intents, besides, Optional.empty(), false, new CompletableFuture<>());
  }

  static Work opening(LeaseId lease) {
    return new Work(List.of(), List.of(), Optional.of(lease), false, new CompletableFuture<>());
  }

  /** Whether it says how runs ended, and nothing else: nobody waits for that. */
  boolean isOfEnds() {
    return !claim
        && besides.isEmpty()
        && opening.isEmpty()
        && !intents.isEmpty()
        && intents.stream()
            .allMatch(
                intent ->
                    intent instanceof Intent.Plain plain
                        && plain.record() instanceof JournalRecord.Ended);
  }

  /** How many keys it may touch beside the journal's. */
  int keys() {
    int keys = besides.size();
    for (Intent intent : intents) {
      keys += intent.keys();
    }
    return keys;
  }

  /** What became of a piece of work. */
  sealed interface Fate {}

  /**
   * It is durable.
   *
   * @param recorded those of the intents that were recorded
   */
  record Durable(List<Intent> recorded) implements Fate {}

  /** The term is over, nothing was written. */
  record Fenced() implements Fate {}

  /** Nobody knows whether it was written. */
  record Unknown(String reason) implements Fate {}

  /** The store refused it, nothing was written. */
  record Failed(StoreException cause) implements Fate {}
}
