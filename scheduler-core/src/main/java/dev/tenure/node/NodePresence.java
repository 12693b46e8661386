package dev.tenure.node;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionState;
import dev.tenure.election.Elections;
import dev.tenure.election.Leadership;
import dev.tenure.election.Observation;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's own key: an election in which only this node stands, so that its name is its own for
 * as long as it lives. A second process of the same name waits behind it and says so.
 */
final class NodePresence {

  private static final Logger log = LoggerFactory.getLogger(NodePresence.class);

  private final NodeName node;
  private final Election election;
  private final Proclamation self;
  private final EventLoop loop;
  private final Duration patience;
  private final CompletableFuture<String> taken = new CompletableFuture<>();
  private volatile Observation holder = new Observation.NoLeader();

  /**
   * A node that does not show itself yet.
   *
   * @param patience how long another process of the same name may live before this one gives up; a
   *     few times what a dead one's lease lasts
   */
  NodePresence(
      Elections elections,
      KeyLayout layout,
      NodeName node,
      Proclamation self,
      EventLoop loop,
      Duration patience) {
    this.node = node;
    this.self = self;
    this.loop = loop;
    this.patience = patience;
    election = elections.open(new ElectionName(layout.node(node)));
  }

  void start() {
    election.stand(self::toJson);
    election.observe(this::onHolder);
  }

  /** The session that lasts as long as the node does; empty while there is none. */
  Optional<Leadership> session() {
    return election.state() instanceof ElectionState.Leader leader
        ? Optional.of(leader.leadership()).filter(Leadership::held)
        : Optional.empty();
  }

  /** Completes, with a sentence for the operator, when the name is another living process's. */
  CompletionStage<String> taken() {
    return taken;
  }

  private void onHolder(Observation seen) {
    holder = seen;
    stranger(seen)
        .ifPresent(
            other -> {
              log.warn(
                  "the name {} is still held by process {} at {}; waiting for it to end",
                  node,
                  other.pid(),
                  other.address());
              loop.schedule(patience, () -> giveUp(seen, other));
            });
  }

  private Optional<Proclamation> stranger(Observation seen) {
    return seen instanceof Observation.Leader leader
        ? Proclamation.parse(leader.value().utf8())
            .filter(it -> it.pid() != self.pid() || !it.address().equals(self.address()))
        : Optional.empty();
  }

  private void giveUp(Observation seen, Proclamation other) {
    if (holder.equals(seen)) {
      taken.complete(
          "another node of the name "
              + node
              + " is alive: process "
              + other.pid()
              + " at "
              + other.address()
              + "; give every node its own tenure.node.name");
    }
  }

  CompletionStage<Void> leave() {
    return election.closeAsync();
  }
}
