package dev.tenure.verify;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store that is only looked at: whoever follows a ledger or definitions tidies up now and then,
 * and a checker must not. Closing it leaves the other store open.
 */
final class ReadOnlyStore implements Store {

  private final Store store;

  ReadOnlyStore(Store store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return store.get(key);
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return store.list(prefix, afterKey, limit);
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    return store.watch(prefix, fromRevision, listener);
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    return refused();
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    return refused();
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return refused();
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return store.alive(lease);
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return refused();
  }

  @Override
  public void close() {}

  private static <T> CompletionStage<T> refused() {
    return CompletableFuture.failedStage(
        new StoreException(StoreException.Kind.DENIED, "this one only reads", null));
  }
}
