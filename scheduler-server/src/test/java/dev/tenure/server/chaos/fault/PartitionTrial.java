package dev.tenure.server.chaos.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A cluster in a network of its own: the leader's cable is pulled for longer than a session. */
final class PartitionTrial {

  static final String PASSED = "another node led while the old leader was cut off";

  private PartitionTrial() {}

  /** The folder for the cluster is the only argument. */
  public static void main(String[] args) throws Exception {
    try (ChaosCluster cluster =
        ChaosCluster.open(ChaosOptions.in(FaultsIT.withoutJobs(Path.of(args[0]))))) {
      cluster.startNodes();
      Catalogue catalogue = new Catalogue(cluster, () -> 0);
      Planned planned =
          new Planned(FaultKind.PARTITION, Duration.ZERO, Duration.ofMinutes(1), 0, 0);
      Optional<ChaosNode> old = cluster.leader();
      Fault fault = catalogue.of(planned);
      Effect effect = fault.begin();
      System.out.println(effect);
      Optional<ChaosNode> other = old;
      for (int tries = 0; tries < 600 && (other.isEmpty() || other.equals(old)); tries++) {
        Thread.sleep(100);
        other = cluster.leader();
      }
      effect = fault.end(effect);
      ChaosNode back = old.orElseThrow();
      for (int tries = 0; tries < 600 && !follows(back); tries++) {
        Thread.sleep(100);
      }
      boolean passed = effect.bit() && !other.equals(old) && follows(back);
      System.out.println(passed ? PASSED : "%s %s %s".formatted(effect, old, other));
    }
  }

  private static boolean follows(ChaosNode node) {
    return node.process().map(p -> p.hasLine("group default: led by ")).orElse(false);
  }
}
