package dev.tenure.election;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A leadership that was won earlier, known by its key and create revision. Both acts are fenced:
 * they fail with {@link ElectionException.NotLeader} when that incarnation of the key is gone.
 * Thread-safe, no method blocks.
 */
public final class ResumedLeadership {

  private final Store store;
  private final ElectionName name;
  private final String key;
  private final Commit.Guard fence;

  ResumedLeadership(Store store, ElectionName name, String key, long revision) {
    this.store = store;
    this.name = name;
    this.key = key;
    this.fence = new Commit.CreatedAt(key, revision);
  }

  /** Writes a new value; the key stays bound to the lease that it has. */
  public CompletionStage<Void> proclaim(String value) {
    return store
        .get(key)
        .thenCompose(
            found -> {
              LeaseId lease = found.map(Entry::lease).orElse(LeaseId.NONE);
              return commit(new Commit.Put(key, Bytes.utf8(value), lease));
            });
  }

  /** Deletes the key, so that the next in line leads. */
  public CompletionStage<Void> resign() {
    return commit(new Commit.Delete(key));
  }

  private CompletionStage<Void> commit(Commit.Write write) {
    return store
        .commit(new Commit(List.of(fence), List.of(write)))
        .thenCompose(result -> fencedOutcome(result, name));
  }

  static CompletionStage<Void> fencedOutcome(CommitResult result, ElectionName name) {
    if (result instanceof CommitResult.Committed) {
      return CompletableFuture.completedStage(null);
    }
    return CompletableFuture.failedStage(
        result instanceof CommitResult.OutcomeUnknown unknown
            ? unknown.cause()
            : new ElectionException.NotLeader(name.value()));
  }
}
