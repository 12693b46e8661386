package dev.tenure.node;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.OrderedStore;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A store that remembers whether the last call was answered, which {@code reachable} shows, and
 * that notices when it has gone back.
 */
final class WatchedStore implements Store {

  private final OrderedStore store;
  private volatile boolean answered;

  WatchedStore(Store store) {
    this.store = new OrderedStore(store);
  }

  boolean answered() {
    return answered;
  }

  /** Completes, with a sentence for the operator, when etcd is found to have gone back. */
  CompletionStage<String> wentBack() {
    return store.wentBack().thenApply(why -> "etcd " + why);
  }

  private <T> CompletionStage<T> noting(CompletionStage<T> stage) {
    return stage.whenComplete(
        (result, failure) ->
            answered = !unavailable(failure) && !(result instanceof CommitResult.OutcomeUnknown));
  }

  private static boolean unavailable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause != null
        && !(cause instanceof StoreException e && e.kind() != StoreException.Kind.UNAVAILABLE);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return noting(store.get(key));
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    return noting(store.list(prefix));
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return noting(store.list(prefix, afterKey, limit));
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    return noting(store.commit(commit));
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    return store.watch(prefix, fromRevision, listener);
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    return noting(store.grant(ttl));
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return noting(store.renew(lease));
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return noting(store.alive(lease));
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return noting(store.revoke(lease));
  }

  @Override
  public void close() {
    store.close();
  }
}
