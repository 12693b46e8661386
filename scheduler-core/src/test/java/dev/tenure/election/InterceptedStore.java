package dev.tenure.election;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A store whose answers a test can hold back, or replace by a failure, one kind of call at a time.
 * Held calls have happened; only their answers wait. Thread-safe.
 */
final class InterceptedStore implements Store {

  /** The kinds of calls. */
  enum Call {
    GET,
    LIST,
    COMMIT,
    WATCH,
    GRANT,
    RENEW,
    REVOKE
  }

  private final Store real;
  private final Map<Call, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();
  private final Map<Call, StoreException> failures = new ConcurrentHashMap<>();
  private final Map<Call, Runnable> ambushes = new ConcurrentHashMap<>();
  private final Map<Call, Integer> counts = new ConcurrentHashMap<>();

  InterceptedStore(Store real) {
    this.real = real;
  }

  /** Answers of such calls wait from now on. */
  void hold(Call call) {
    gates.put(call, new CompletableFuture<>());
  }

  /** Delivers the held answers, and later ones at once. */
  void release(Call call) {
    gates.remove(call).complete(null);
  }

  /** Such calls fail from now on, without reaching the store. */
  void fail(Call call, StoreException.Kind kind) {
    failures.put(call, new StoreException(kind, "made to fail", null));
  }

  /** Such calls work again. */
  void heal(Call call) {
    failures.remove(call);
  }

  /** Runs before the next such call, once. */
  void beforeNext(Call call, Runnable ambush) {
    ambushes.put(call, ambush);
  }

  /** How many such calls there were. */
  int count(Call call) {
    return counts.getOrDefault(call, 0);
  }

  private <T> CompletionStage<T> through(Call call, Supplier<CompletionStage<T>> real) {
    counts.merge(call, 1, Integer::sum);
    Optional.ofNullable(ambushes.remove(call)).ifPresent(Runnable::run);
    StoreException failure = failures.get(call);
    if (failure != null) {
      return CompletableFuture.failedStage(failure);
    }
    CompletionStage<T> answer = real.get();
    CompletableFuture<Void> gate = gates.get(call);
    return gate == null ? answer : gate.thenCompose(open -> answer);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return through(Call.GET, () -> real.get(key));
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    return through(Call.LIST, () -> real.list(prefix));
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return through(Call.LIST, () -> real.list(prefix, afterKey, limit));
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    return through(Call.COMMIT, () -> real.commit(commit));
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    return through(Call.GRANT, () -> real.grant(ttl));
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return through(Call.RENEW, () -> real.renew(lease));
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return through(Call.RENEW, () -> real.alive(lease));
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return through(Call.REVOKE, () -> real.revoke(lease));
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    counts.merge(Call.WATCH, 1, Integer::sum);
    StoreException failure = failures.get(Call.WATCH);
    if (failure != null) {
      listener.onBroken(failure);
      return () -> {};
    }
    return real.watch(prefix, fromRevision, listener);
  }

  @Override
  public void close() {
    real.close();
  }
}
