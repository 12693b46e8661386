package dev.tenure.definition;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What every operation on definitions works with. All of it belongs to the loop. */
record Desk(
    Store store,
    DefinitionScope scope,
    EventLoop loop,
    Clock clock,
    RandomGenerator random,
    Codec codec,
    DefinitionIndex index,
    Waits waits) {

  /** How long an operation waits for a store that does not answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  /** A store that is being closed may throw; that too is an answer. */
  CompletionStage<CommitResult> commit(Commit commit) {
    try {
      return store.commit(commit);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  Written signature() {
    return new Written(scope.node(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** What is written to note an entry. */
  Commit.Write note(AuditEntry entry) {
    return entry.note(scope.layout(), scope.group());
  }

  Ids ids() {
    return new Ids(random);
  }

  void later(int failures, Runnable task) {
    loop.schedule(BACKOFF.wait(Math.max(1, failures), random), task);
  }

  static StoreException cause(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof StoreException known
        ? known
        : new StoreException(
            StoreException.Kind.INVALID, "the store answered in no known way: " + cause, cause);
  }
}
