package dev.tenure.node;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that remembers whether the last call was answered, which {@code reachable} shows, and
 * that notices when the store has gone back to an earlier revision.
 *
 * <p>A restored snapshot makes revisions go back, and everything that a node remembers is ordered
 * by them: its watches wait for revisions that come much later, new terms are lower than old ones.
 * Reads and commits are linearizable, so one that began after a revision was seen and shows an
 * earlier one is a proof.
 */
final class WatchedStore implements Store {

  private final Store store;
  private final AtomicLong seen = new AtomicLong();
  private final CompletableFuture<String> wentBack = new CompletableFuture<>();
  private volatile boolean answered;

  WatchedStore(Store store) {
    this.store = store;
  }

  boolean answered() {
    return answered;
  }

  /** Completes, with a sentence for the operator, when the store is found to have gone back. */
  CompletionStage<String> wentBack() {
    return wentBack;
  }

  private <T> CompletionStage<T> ordered(Supplier<CompletionStage<T>> call) {
    long before = seen.get();
    return noting(call.get())
        .whenComplete((result, failure) -> revisionOf(result).ifPresent(now -> judge(before, now)));
  }

  private static OptionalLong revisionOf(@Nullable Object result) {
    if (result instanceof Listing listing) {
      return OptionalLong.of(listing.revision());
    } else if (result instanceof CommitResult.Committed committed) {
      return OptionalLong.of(committed.revision());
    } else if (result instanceof CommitResult.Refused refused) {
      return OptionalLong.of(refused.revision());
    }
    return OptionalLong.empty();
  }

  private void judge(long before, long now) {
    if (now < before) {
      wentBack.complete(
          "etcd has gone back from revision "
              + before
              + " to "
              + now
              + ": it was restored from a snapshot, or is another one; what this node remembers is"
              + " not true any more, it must be started anew");
    } else {
      saw(now);
    }
  }

  private void saw(long revision) {
    seen.accumulateAndGet(revision, Math::max);
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
    return ordered(() -> store.list(prefix));
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return ordered(() -> store.list(prefix, afterKey, limit));
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    return ordered(() -> store.commit(commit));
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    return store.watch(
        prefix,
        fromRevision,
        new WatchListener() {
          @Override
          public void onEvent(WatchEvent event) {
            saw(event.revision());
            listener.onEvent(event);
          }

          @Override
          public void onBroken(StoreException cause) {
            listener.onBroken(cause);
          }
        });
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
