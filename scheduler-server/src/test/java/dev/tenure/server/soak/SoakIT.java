package dev.tenure.server.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short form of {@code ./tenure soak}: a minute cannot tell growth from noise, but it can tell
 * what each change of the leader leaves behind.
 */
final class SoakIT {

  private static final Logger log = LoggerFactory.getLogger(SoakIT.class);
  private static final int NODES = 3;
  private static final int ROUNDS = 4;

  /** Threads that attend to a run of just now. */
  private static final int FEW = 4;

  /** What comes by need and goes when it idles; less than one for each change. */
  private static final int BY_NEED = 10;

  /** As many as the busiest moment needed, and no more than their settings allow. */
  private static final String WORKERS = "threads job-default-#";

  @TempDir private Path folder;

  @Test
  void changesOfTheLeaderLeaveNoLeaseWatcherThreadOrFileBehind() throws Exception {
    try (SoakCluster cluster = SoakCluster.open(folder, 20);
        JournalCount journal = JournalCount.open(cluster.etcd().endpoints(), SoakCluster.JOURNAL)) {
      for (int node = 1; node <= NODES; node++) {
        cluster.start("node-" + node);
      }
      EtcdGateway etcd = new EtcdGateway(cluster.etcd().endpoint(0));
      HandOvers handOvers = new HandOvers(cluster, etcd, journal, "node-" + NODES);
      // What exists once a node has led, and led again, is no leak.
      everyNodeLeads(handOvers);
      everyNodeLeads(handOvers);
      Map<String, Double> before = settled(cluster, etcd, journal);
      for (int round = 0; round < ROUNDS; round++) {
        everyNodeLeads(handOvers);
      }
      await("all is as before: " + before)
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertSame(before, settled(cluster, etcd, journal)));
      log.info("before {}; {}", before, journal.counts());
      assertThat(journal.counts()).doesNotContainKey("watch broken");
    }
  }

  /** In the way that leaves all processes alive and is over at once. */
  private static void everyNodeLeads(HandOvers handOvers) throws Exception {
    for (int node = 0; node < NODES; node++) {
      log.info("{}", handOvers.make(HandOvers.Way.KEY_DELETED));
      log.info("{}", handOvers.make(HandOvers.Way.LEASE_REVOKED));
    }
  }

  private static void assertSame(Map<String, Double> before, Map<String, Double> now) {
    assertThat(now)
        .allSatisfy(
            (what, value) ->
                assertThat(value)
                    .as(what)
                    .isLessThanOrEqualTo(
                        what.equals(WORKERS)
                            ? NODES * SoakCluster.THREADS
                            : before.getOrDefault(what, 0.0) + slack(what)));
  }

  private static int slack(String what) {
    if (what.endsWith("of etcd")) {
      return 0;
    }
    return what.contains("-callba") || what.startsWith("open files") ? BY_NEED : FEW;
  }

  /** The counts when every node stands in the queue again; of each node, as the role is another. */
  private static Map<String, Double> settled(
      SoakCluster cluster, EtcdGateway etcd, JournalCount journal)
      throws IOException, InterruptedException {
    await("every node stands in the queue")
        .atMost(Duration.ofMinutes(1))
        .until(() -> etcd.size(SoakCluster.ELECTION).keys() == NODES);
    Samples samples = new Samples();
    new Sampler(cluster, etcd, journal, samples).sample(0);
    Map<String, Double> counts = new TreeMap<>();
    for (var node : cluster.nodes().entrySet()) {
      double files = samples.last(new Gauge("open files", node.getKey(), ""));
      counts.merge("open files of all nodes", files, Double::sum);
      new ProcessFigures(node.getValue().pid())
          .threadNames()
          .forEach((name, count) -> counts.merge("threads " + name, (double) count, Double::sum));
    }
    counts.put("leases of etcd", samples.last(new Gauge("leases", "etcd", "")));
    counts.put("watchers of etcd", samples.last(new Gauge("watchers", "etcd", "")));
    counts.put("streams of etcd", samples.last(new Gauge("streams", "watch", "")));
    return counts;
  }
}
