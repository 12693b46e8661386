package dev.tenure.election;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.loop.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A candidate with threads, connections and a session of its own, on a real etcd. */
final class Peer implements AutoCloseable {

  /** The shortest that etcd grants. */
  static final Duration TTL = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  final InterceptedStore store;
  final Elections elections;
  final Election election;

  /** States and calls of the work, in order; terms by their number. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  final List<Leadership> won = new CopyOnWriteArrayList<>();
  private final Subscription states;
  private boolean dead;

  private Peer(EtcdSettings settings, ElectionName name, Duration ttl) {
    store = new InterceptedStore(EtcdStore.open(settings));
    elections = Elections.on(store, ElectionOptions.of(ttl));
    election = elections.open(name, new Work());
    states = election.states(state -> heard.add(text(state)));
  }

  static Peer open(EtcdSettings settings, ElectionName name) {
    return open(settings, name, TTL);
  }

  static Peer open(EtcdSettings settings, ElectionName name, Duration ttl) {
    return new Peer(settings, name, ttl);
  }

  /** Calls that fail soon, for tests whose network does not answer. */
  static EtcdSettings quick(List<String> endpoints) {
    return EtcdSettings.of(endpoints).withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(500));
  }

  /** Campaigns and waits until it leads. */
  Peer lead(String value) {
    await(election.campaign(value));
    return this;
  }

  /** Campaigns and waits until it stands in the queue. */
  Peer enqueue(String value) {
    int before = queueSize();
    election.campaign(value);
    until(() -> queueSize() > before);
    return this;
  }

  private int queueSize() {
    return await(store.list(election.name().prefix())).entries().size();
  }

  /** The values in the queue, first in line first. */
  List<String> names() {
    return await(store.list(election.name().prefix())).entries().stream()
        .map(entry -> entry.value().utf8())
        .toList();
  }

  boolean leads() {
    return leadership().isPresent();
  }

  Optional<Leadership> leadership() {
    return election.state() instanceof ElectionState.Leader leader
        ? Optional.of(leader.leadership())
        : Optional.empty();
  }

  boolean failed() {
    return election.state() instanceof ElectionState.Error;
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  static void until(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(condition::getAsBoolean);
  }

  /** The process is gone: its connections end, and nobody renews its lease any more. */
  void die() {
    dead = true;
    states.close();
    store.close();
  }

  /** Leaves in good order. */
  @Override
  public void close() {
    states.close();
    if (dead) {
      // Nobody waits for a lease that a dead process cannot give back.
      elections.closeAsync();
    } else {
      elections.close();
      store.close();
    }
  }

  private static String text(ElectionState state) {
    return state instanceof ElectionState.Error error
        ? "ERROR " + error.cause().getClass().getSimpleName()
        : state.toString();
  }

  private final class Work implements LeaderWork {
    @Override
    public void start(Leadership leadership) {
      won.add(leadership);
      heard.add("start " + leadership.term());
    }

    @Override
    public void stop(Leadership leadership, StopReason reason) {
      heard.add("stop " + leadership.term() + " " + reason);
    }
  }
}
