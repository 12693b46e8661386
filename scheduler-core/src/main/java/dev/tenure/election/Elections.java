package dev.tenure.election;

import dev.tenure.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * All elections that a process takes part in, over one store. They are independent of one another:
 * each candidacy has its own session, its own loop and its own fate.
 *
 * <p>Thread-safe. Closing it closes the candidacies that were opened here, not the store.
 */
public final class Elections implements AutoCloseable {

  private final Store store;
  private final ElectionOptions options;
  private final ElectionRuntime runtime;
  // Guarded by this.
  private final List<Election> open = new ArrayList<>();

  private Elections(Store store, ElectionOptions options, ElectionRuntime runtime) {
    this.store = store;
    this.options = options;
    this.runtime = runtime;
  }

  /** Elections on real threads. */
  public static Elections on(Store store, ElectionOptions options) {
    return on(store, options, ElectionRuntime.threads());
  }

  /** Elections on the given threads and clocks. */
  public static Elections on(Store store, ElectionOptions options, ElectionRuntime runtime) {
    return new Elections(store, options, runtime);
  }

  /** A candidacy that only wants the title; also what a mere observer opens. */
  public Election open(ElectionName name) {
    return open(name, LeaderWork.NONE);
  }

  /**
   * A candidacy in the election, with the work to do while leading. Does no I/O and holds no lease
   * before {@link Election#campaign}.
   *
   * @throws IllegalArgumentException if the name nests with that of another open election: each
   *     would see the other's candidates
   */
  public synchronized Election open(ElectionName name, LeaderWork work) {
    for (Election other : open) {
      if (!other.name().equals(name) && other.name().nests(name)) {
        throw new IllegalArgumentException(
            "election names must not nest: \"" + name + "\" and \"" + other.name() + "\"");
      }
    }
    Election election = new Election(store, name, options, runtime, work, this::forget);
    open.add(election);
    return election;
  }

  /**
   * Takes up a leadership that was won earlier, by this process or another one, to proclaim or to
   * resign. Does no I/O.
   *
   * @param key the leader's key
   * @param revision its create revision, the term
   */
  public ResumedLeadership resume(ElectionName name, String key, long revision) {
    if (!key.startsWith(name.prefix())) {
      throw new IllegalArgumentException("key " + key + " is not in election " + name);
    }
    return new ResumedLeadership(store, name, key, revision);
  }

  private synchronized void forget(Election election) {
    open.remove(election);
  }

  /** Closes every candidacy, all at once, and completes when each has given up its key. */
  public CompletionStage<Void> closeAsync() {
    List<Election> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    return CompletableFuture.allOf(
        all.stream()
            .map(election -> election.closeAsync().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** As {@link #closeAsync}, waiting for at most the time that leases live anyway. */
  @Override
  public void close() {
    Election.await(closeAsync(), options.ttl().plus(Duration.ofSeconds(1)));
  }
}
