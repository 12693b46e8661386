package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.store.StoreException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Changes that belong into one commit.
 *
 * @param changes per job, from its state to its next one; the same state means no change
 * @param claim whether somebody waits to run something: such work is not worth a try once the
 *     leadership is not held, and is not repeated after a refusal
 * @param done what became of it
 */
record Work(
    Map<JobName, UnaryOperator<JobState>> changes, boolean claim, CompletableFuture<Fate> done) {

  static Work claim(Map<JobName, UnaryOperator<JobState>> changes) {
    return new Work(changes, true, new CompletableFuture<>());
  }

  static Work record(Map<JobName, UnaryOperator<JobState>> changes) {
    return new Work(changes, false, new CompletableFuture<>());
  }

  /** What became of a piece of work. */
  sealed interface Fate {}

  /** It is durable. */
  record Durable() implements Fate {}

  /** The term is over, nothing was written. */
  record Fenced() implements Fate {}

  /** Nobody knows whether it was written. */
  record Unknown(String reason) implements Fate {}

  /** The store refused it, nothing was written. */
  record Failed(StoreException cause) implements Fate {}
}
