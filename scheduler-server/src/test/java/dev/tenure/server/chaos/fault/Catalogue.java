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
  private final Room room;

  Catalogue(ChaosCluster cluster, LongSupplier recorded) {
    this.cluster = cluster;
    this.recorded = recorded;
    room = new Room(cluster, recorded);
  }

  Fault of(Planned planned) {
    return switch (planned.kind()) {
      case LONG_PAUSE -> new LongPause(this, planned);
      case PARTITION -> new Partition(this, planned);
      case COMPACTION -> new Compaction(this, planned);
      case DISK_FULL -> new DiskFull(this, planned);
      default ->
          switch (planned.kind().family()) {
            case PROCESS -> new ProcessFault(this, planned);
            case FREEZE -> new FreezeFault(this, planned);
            case LINK -> new LinkFault(this, planned);
            case NODES -> new NodesFault(this, planned);
            case ETCD -> new EtcdFault(this, planned);
            case KEYS -> new KeysFault(this, planned);
            case CLOCK -> new ClockFault(this, planned);
          };
    };
  }

  ChaosCluster cluster() {
    return cluster;
  }

  Room room() {
    return room;
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
    Optional<ChaosNode> leader = cluster.awaitLeader(PATIENCE);
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
}
