package dev.tenure.server.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes a fault of what was drawn: who leads is looked up when it begins. */
final class Catalogue {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ChaosCluster cluster;
  private final LongSupplier recorded;

  Catalogue(ChaosCluster cluster, LongSupplier recorded) {
    this.cluster = cluster;
    this.recorded = recorded;
  }

  Fault of(Planned planned) {
    return switch (planned.kind().family()) {
      case PROCESS -> new ProcessFault(this, planned);
      case FREEZE ->
          planned.kind() == FaultKind.LONG_PAUSE ? missing() : new FreezeFault(this, planned);
      case LINK ->
          switch (planned.kind()) {
            case PARTITION, COMPACTION -> missing();
            default -> new LinkFault(this, planned);
          };
      default -> missing();
    };
  }

  ChaosCluster cluster() {
    return cluster;
  }

  LongSupplier recorded() {
    return recorded;
  }

  /** The leader; waits a while for one. */
  ChaosNode leader() throws Exception {
    return cluster.awaitLeader(PATIENCE).orElseThrow(() -> new NotInjected("nobody leads"));
  }

  /** A living node that does not lead. */
  ChaosNode follower(int pick) throws Exception {
    Optional<ChaosNode> leader = cluster.leader();
    List<ChaosNode> others =
        cluster.nodes().stream()
            .filter(node -> node.alive() && !leader.equals(Optional.of(node)))
            .toList();
    if (others.isEmpty()) {
      throw new NotInjected("no other node lives");
    }
    return others.get(pick % others.size());
  }

  /** The leader in three of five picks, else one of the nodes. */
  ChaosNode mostlyLeader(int pick) throws Exception {
    List<ChaosNode> nodes = cluster.nodes();
    return pick % 5 < 3 ? leader() : nodes.get(pick / 5 % nodes.size());
  }

  private static Fault missing() {
    return new Fault() {
      @Override
      public Effect begin() throws NotInjected {
        throw new NotInjected("not there yet");
      }

      @Override
      public Effect end(Effect begun) {
        return begun;
      }
    };
  }
}
