package dev.tenure.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The port to a consistent store with leases: linearizable reads, guarded commits, ordered watches.
 *
 * <p>All methods are thread-safe and return at once. Every call has a deadline of its own, so every
 * stage completes. Stages complete on threads of the store: attach dependents with the {@code
 * …Async} forms and an own loop. A call that fails completes exceptionally with a {@link
 * StoreException} (possibly wrapped in a {@link java.util.concurrent.CompletionException}).
 *
 * <p>The contract is held for every implementation by {@code StoreContract} in the tests.
 */
public interface Store extends AutoCloseable {

  /** The key as it stands now. */
  CompletionStage<Optional<Entry>> get(String key);

  /** Everything under the prefix as it stands now, sorted by create revision. */
  CompletionStage<Listing> list(String prefix);

  /**
   * A page of what is under the prefix as it stands now, sorted by key in the byte order of UTF-8.
   * Pages of one walk are of different revisions; whoever needs one picture uses {@link
   * #list(String)}.
   *
   * @param afterKey where the page before ended; the prefix itself for the first page
   * @param limit the most entries of the page; positive. A page that holds fewer is the last one.
   */
  CompletionStage<Listing> list(String prefix, String afterKey, int limit);

  /**
   * Applies the commit. A lost answer is the result {@link CommitResult.OutcomeUnknown}, not an
   * exception; an exception means that nothing was written.
   */
  CompletionStage<CommitResult> commit(Commit commit);

  /**
   * Watches everything under the prefix (or, for a prefix that is a whole key, that key and longer
   * ones), from {@code fromRevision} on, including it.
   */
  Watch watch(String prefix, long fromRevision, WatchListener listener);

  /** A new lease of about {@code ttl}; the answer says what was really granted. */
  CompletionStage<Lease> grant(Duration ttl);

  /**
   * Renews the lease once and answers its full time to live, counted from a moment not before this
   * call. Fails with {@link StoreException.Kind#LEASE_GONE} when it does not exist any more.
   */
  CompletionStage<Duration> renew(LeaseId lease);

  /** Whether the lease exists. {@code false} is a proof: it never comes back. Does not renew it. */
  CompletionStage<Boolean> alive(LeaseId lease);

  /**
   * How long the lease lasts if nobody renews it, in whole seconds or finer; empty if it is gone,
   * and for a store that cannot tell. Does not renew it.
   */
  default CompletionStage<Optional<Duration>> timeLeft(LeaseId lease) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  /** Ends the lease and deletes what is bound to it; also fine when it is gone already. */
  CompletionStage<Void> revoke(LeaseId lease);

  /** How much room its data takes; empty for a store that cannot tell. */
  default CompletionStage<Optional<StoreUsage>> usage() {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  /** What its members say of themselves, by name; none for a store that cannot tell. */
  default CompletionStage<List<StoreMember>> members() {
    return CompletableFuture.completedFuture(List.of());
  }

  /** Ends all watches and connections. Idempotent. */
  @Override
  void close();
}
