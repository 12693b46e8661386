package dev.tenure.election;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Published;
import dev.tenure.loop.Subscription;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidacy in one election: etcd's election API for the JVM, interoperable with {@code etcdctl
 * elect} and with Go's {@code concurrency.Election}.
 *
 * <p>State: {@code FOLLOWER → LEADER(term) | ERROR(cause)}; from LEADER the loss of the session
 * leads to ERROR and {@link #resign} to FOLLOWER. After ERROR one may campaign again. Made by
 * {@link Elections#open}. Thread-safe; no method but {@link #close} blocks. Stages complete on the
 * election's loop: attach what may block with the {@code …Async} forms.
 */
public final class Election implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Election.class);

  private final Store store;
  private final ElectionName name;
  private final ElectionOptions options;
  private final ElectionRuntime runtime;
  private final EventLoop loop;
  private final Published<ElectionState> states = new Published<>(new ElectionState.Follower());
  private final Published<Optional<Observation>> observations = new Published<>(Optional.empty());
  private final Published<Evictions> evictions = new Published<>(Evictions.NONE);
  private final Candidate candidate;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();

  Election(
      Store store,
      ElectionName name,
      ElectionOptions options,
      ElectionRuntime runtime,
      LeaderWork work,
      Consumer<Election> onClosed) {
    this.store = store;
    this.name = name;
    this.options = options;
    this.runtime = runtime;
    loop = runtime.loops().apply("election-" + name);
    candidate =
        new Candidate(store, name, options, runtime, loop, work, states, observations, evictions);
    closed.whenComplete(
        (done, failure) -> {
          loop.close();
          onClosed.accept(this);
          failPending();
        });
  }

  /** The election's name. */
  public ElectionName name() {
    return name;
  }

  /**
   * Stands for election with the given value. The stage completes with the leadership when it is
   * won; it fails with {@link ElectionException.CampaignInProgress} while a campaign waits or
   * leads, with {@link ElectionException.SessionLost} or {@link ElectionException.CampaignFailed}
   * when the state becomes ERROR, and is cancelled by {@link #resign}.
   */
  public CompletionStage<Leadership> campaign(String value) {
    CompletableFuture<Leadership> won = new CompletableFuture<>();
    loop.execute(() -> candidate.campaign(value, won));
    return pending(won);
  }

  /**
   * Campaigns, and campaigns again by itself, with back-off, after every ERROR: what a node does
   * for as long as it lives. {@link #resign} and {@link #close} end it. Does nothing while a
   * campaign is under way.
   *
   * @param value asked for the value of each campaign, on the loop; must not block
   */
  public void stand(Supplier<String> value) {
    loop.execute(() -> candidate.stand(value));
  }

  /** Resigns, with the usual budget for the work to stop. */
  public CompletionStage<Void> resign() {
    return resign(options.stopBudget());
  }

  /**
   * Gives up a leadership, a place in the queue, or nothing. Completes when the key is gone from
   * the store (or its lease left to run out, where the store cannot be reached).
   *
   * @param drain how long a leader's work may take to stop before the key is given up all the same
   */
  public CompletionStage<Void> resign(Duration drain) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> candidate.resign(drain, done));
    return pending(done).exceptionally(onlyClosed -> null);
  }

  /**
   * Writes a new value for others to see, under the fence and with the lease attached.
   * Proclamations reach the store in the order of the calls. Fails with {@link
   * ElectionException.NotLeader} for anybody but the leader, and with a {@code StoreException} when
   * the outcome is not known.
   */
  public CompletionStage<Void> proclaim(String value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> candidate.proclaim(value, done));
    return pending(done);
  }

  /** Who leads now, by a linearizable read; needs no session. */
  public CompletionStage<Observation> leader() {
    return store.list(name.prefix()).thenApply(listing -> QueueView.of(listing).leader());
  }

  /**
   * Follows the leadership: the present leader, or that there is none, comes first, then every
   * change and every proclamation, in order, across any reconnection. Needs no campaign and no
   * session.
   */
  public Subscription observe(Consumer<? super Observation> listener) {
    loop.execute(candidate::startTracking);
    return observations.follow(runtime.callbacks(), observation -> observation.ifPresent(listener));
  }

  /** Where the candidacy stands now. */
  public ElectionState state() {
    return states.present();
  }

  /** Follows the candidacy: the present state comes first, then every change, in order. */
  public Subscription states(Consumer<? super ElectionState> listener) {
    return states.follow(runtime.callbacks(), listener);
  }

  /** What this candidacy has evicted so far. */
  public Evictions evictions() {
    return evictions.present();
  }

  /**
   * Says that a commit with the fence of this leadership was refused: whoever sees it first tells,
   * and the loss is not left to the watch.
   */
  public void fenced(Leadership leadership) {
    loop.execute(() -> candidate.fenced(leadership));
  }

  /** Resigns if need be and ends everything; completes when nothing is left in the store. */
  public CompletionStage<Void> closeAsync() {
    return closeAsync(options.stopBudget());
  }

  /** As {@link #closeAsync()}, with a time for the work of a leader to stop. */
  public CompletionStage<Void> closeAsync(Duration drain) {
    loop.execute(() -> candidate.close(drain, closed));
    return offLoop(closed);
  }

  /** As {@link #closeAsync()}, and waits for it, though no longer than the lease lives anyway. */
  @Override
  public void close() {
    if (!await(closeAsync(), options.ttl().plus(Duration.ofSeconds(1)))) {
      log.warn("election {}: closed, but its lease is left to run out", name);
    }
  }

  /** A stage that does not hang when the loop ends before it was answered. */
  @SuppressWarnings("CollectionUndefinedEquality") // identity is what is meant
  private <T> CompletionStage<T> pending(CompletableFuture<T> stage) {
    pending.add(stage);
    stage.whenComplete((result, failure) -> pending.remove(stage));
    if (closed.isDone()) {
      failPending();
    }
    return offLoop(stage);
  }

  private void failPending() {
    pending.forEach(
        stage -> stage.completeExceptionally(new ElectionException.Closed(name.value())));
  }

  /** What a caller attaches to a stage must never run on the loop. */
  private <T> CompletionStage<T> offLoop(CompletableFuture<T> stage) {
    return stage.whenCompleteAsync((result, failure) -> {}, runtime.callbacks());
  }

  /** Whether the stage completed in time. Restores the interrupt flag. */
  static boolean await(CompletionStage<Void> stage, Duration limit) {
    try {
      stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
