package dev.tenure.node;

import dev.tenure.node.NodeMeter.Answer;
import dev.tenure.node.NodeMeter.Call;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.OrderedStore;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreMember;
import dev.tenure.store.StoreUsage;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that remembers whether the last call was answered, which {@code reachable} shows, and
 * that notices when it has gone back. Each call is told to a meter.
 */
final class WatchedStore implements Store {

  private final OrderedStore store;
  private final NodeMeter meter;
  private final NanoClock nanos = NanoClock.system();
  private final Clock clock = Clock.systemUTC();
  private volatile boolean answered;
  private volatile @Nullable Instant lastAnswer;

  /**
   * The store, watched.
   *
   * @param meter is told of each call
   */
  WatchedStore(Store store, NodeMeter meter) {
    this.store = new OrderedStore(store);
    this.meter = meter;
  }

  boolean answered() {
    return answered;
  }

  /** When a call was answered last. */
  Optional<Instant> lastAnswer() {
    return Optional.ofNullable(lastAnswer);
  }

  /** Completes, with a sentence for the operator, when etcd is found to have gone back. */
  CompletionStage<String> wentBack() {
    return store.wentBack().thenApply(why -> "etcd " + why);
  }

  private <T> CompletionStage<T> noting(Call call, Supplier<CompletionStage<T>> asked) {
    long begun = nanos.nanos();
    return asked
        .get()
        .whenComplete(
            (result, failure) -> {
              answered = !unavailable(failure) && !(result instanceof CommitResult.OutcomeUnknown);
              if (answered) {
                lastAnswer = clock.instant();
              }
              meter.onStoreCall(
                  call, answer(result, failure), Duration.ofNanos(nanos.nanos() - begun));
            });
  }

  private static Answer answer(@Nullable Object result, @Nullable Throwable failure) {
    if (failure != null) {
      return Answer.FAILED;
    }
    if (result instanceof CommitResult.Refused) {
      return Answer.REFUSED;
    }
    return result instanceof CommitResult.OutcomeUnknown ? Answer.UNKNOWN : Answer.OK;
  }

  private static boolean unavailable(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause != null
        && !(cause instanceof StoreException e && e.kind() != StoreException.Kind.UNAVAILABLE);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return noting(Call.GET, () -> store.get(key));
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    return noting(Call.LIST, () -> store.list(prefix));
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return noting(Call.LIST, () -> store.list(prefix, afterKey, limit));
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    return noting(Call.COMMIT, () -> store.commit(commit));
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    return store.watch(
        prefix,
        fromRevision,
        new WatchListener() {
          @Override
          public void onEvent(WatchEvent event) {
            listener.onEvent(event);
          }

          @Override
          public void onProgress(long revision) {
            listener.onProgress(revision);
          }

          @Override
          public void onBroken(StoreException cause) {
            meter.onWatchBroken(cause.kind());
            listener.onBroken(cause);
          }
        });
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    return noting(Call.GRANT, () -> store.grant(ttl));
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return noting(Call.RENEW, () -> store.renew(lease));
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return noting(Call.ALIVE, () -> store.alive(lease));
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return noting(Call.REVOKE, () -> store.revoke(lease));
  }

  @Override
  public CompletionStage<Optional<StoreUsage>> usage() {
    return store.usage();
  }

  @Override
  public CompletionStage<Optional<Duration>> timeLeft(LeaseId lease) {
    return noting(Call.ALIVE, () -> store.timeLeft(lease));
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
