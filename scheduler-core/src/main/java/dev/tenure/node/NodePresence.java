package dev.tenure.node;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.Elections;
import dev.tenure.election.Observation;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Duration;
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

  NodePresence(Elections elections, KeyLayout layout, NodeName node, Proclamation self) {
    this.node = node;
    this.self = self;
    election = elections.open(new ElectionName(layout.node(node)));
  }

  void start() {
    election.stand(self::toJson);
    election.observe(this::onHolder);
  }

  private void onHolder(Observation holder) {
    if (holder instanceof Observation.Leader leader) {
      Proclamation.parse(leader.value().utf8())
          .filter(other -> other.pid() != self.pid() || !other.address().equals(self.address()))
          .ifPresent(
              other ->
                  log.warn(
                      "the name {} is still held by the process {} at {}; waiting for it to end",
                      node,
                      other.pid(),
                      other.address()));
    }
  }

  CompletionStage<Void> leave() {
    return election.closeAsync(Duration.ZERO);
  }
}
