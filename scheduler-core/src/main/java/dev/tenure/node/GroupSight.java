package dev.tenure.node;

import dev.tenure.election.Eviction;
import dev.tenure.election.Observation;
import dev.tenure.loop.Subscription;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who leads a group, as this node sees it in the election, and who did. Observations come one at a
 * time; the rest is thread-safe.
 */
final class GroupSight {

  private final Clock clock;
  private final Supplier<Optional<Eviction>> lastEviction;
  private final SeenTerms terms = new SeenTerms(NanoClock.system());
  private final List<Consumer<Optional<NodeStatus.Leader>>> listeners =
      new CopyOnWriteArrayList<>();
  private volatile Observation seen = new Observation.NoLeader();
  private volatile Instant since;

  /**
   * Sees nobody yet.
   *
   * @param lastEviction the last candidate whose key this node deleted, because it was dead
   */
  GroupSight(Clock clock, Supplier<Optional<Eviction>> lastEviction) {
    this.clock = clock;
    this.lastEviction = lastEviction;
    since = clock.instant();
  }

  /** Takes in what the election shows now; answers whether it is another leader than before. */
  boolean see(Observation observation) {
    boolean sameLeader =
        observation instanceof Observation.Leader now
            && seen instanceof Observation.Leader before
            && now.term().equals(before.term());
    if (!sameLeader) {
      since = clock.instant();
    }
    seen = observation;
    lastEviction.get().ifPresent(last -> because(last.createRevision(), "its process is gone"));
    terms.see(observation, proclaimed(), clock.instant());
    if (!sameLeader) {
      Optional<NodeStatus.Leader> now = leader();
      listeners.forEach(listener -> listener.accept(now));
    }
    return !sameLeader;
  }

  /** It is known why a term ended, or will end. */
  void because(long term, String why) {
    terms.because(term, why);
  }

  /** What the leader says of itself, if it is one of ours. */
  Optional<Proclamation> proclaimed() {
    return seen instanceof Observation.Leader leader
        ? Proclamation.parse(leader.value().utf8())
        : Optional.empty();
  }

  Optional<NodeStatus.Leader> leader() {
    if (!(seen instanceof Observation.Leader leader)) {
      return Optional.empty();
    }
    long term = leader.term().number();
    return Optional.of(
        Proclamation.parse(leader.value().utf8())
            .map(
                p ->
                    new NodeStatus.Leader(
                        p.node(), p.address(), p.pid(), term, p.since().orElse(since)))
            .orElseGet(() -> new NodeStatus.Leader(leader.key(), "", 0, term, since)));
  }

  /** The last terms, the newest first. */
  List<SeenTerm> terms() {
    return terms.all();
  }

  /** Tells of each change of the leader from now on, on the thread of the observations. */
  Subscription onLeader(Consumer<Optional<NodeStatus.Leader>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
