package dev.tenure.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that notices when it has gone back to an earlier revision.
 *
 * <p>A restored snapshot makes revisions go back, and everything that a process remembers is
 * ordered by them: its watches wait for revisions that come much later, new terms are lower than
 * old ones. Reads and commits are linearizable, so one that began after a revision was seen and
 * shows an earlier one is a proof.
 */
public final class OrderedStore implements Store {

  private final Store store;
  private final AtomicLong seen = new AtomicLong();
  private final CompletableFuture<String> wentBack = new CompletableFuture<>();

  /** The same store. */
  public OrderedStore(Store store) {
    this.store = store;
  }

  /**
   * Completes when the store is found to have gone back, on a thread of the store, with the rest of
   * a sentence for the operator that begins with the store's name.
   */
  public CompletionStage<String> wentBack() {
    return wentBack;
  }

  private <T> CompletionStage<T> ordered(Supplier<CompletionStage<T>> call) {
    long before = seen.get();
    return call.get()
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
          "has gone back from revision "
              + before
              + " to "
              + now
              + ": it was restored from a snapshot, or is another one; what is remembered here is"
              + " not true any more, it must be started anew");
    } else {
      saw(now);
    }
  }

  private void saw(long revision) {
    seen.accumulateAndGet(revision, Math::max);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return store.get(key);
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
          public void onProgress(long revision) {
            saw(revision);
            listener.onProgress(revision);
          }

          @Override
          public void onBroken(StoreException cause) {
            listener.onBroken(cause);
          }
        });
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    return store.grant(ttl);
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return store.renew(lease);
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return store.alive(lease);
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return store.revoke(lease);
  }

  @Override
  public CompletionStage<Optional<StoreUsage>> usage() {
    return store.usage();
  }

  @Override
  public CompletionStage<Optional<Duration>> timeLeft(LeaseId lease) {
    return store.timeLeft(lease);
  }

  @Override
  public CompletionStage<List<StoreMember>> members() {
    return store.members();
  }

  @Override
  public void close() {
    store.close();
  }
}
