package dev.tenure.server.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  /** Pools that grow by need, a program that a job runs just now; less than one each change. */
  private static final int SLACK = 10;

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
          .atMost(Duration.ofMinutes(1))
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
    before.forEach(
        (what, value) ->
            assertThat(now.get(what))
                .as(what)
                .isLessThanOrEqualTo(value + (what.contains("etcd") ? 0 : SLACK)));
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
    for (String what : List.of("threads", "open files")) {
      double sum = 0;
      for (String node : cluster.nodes().keySet()) {
        sum += samples.last(new Gauge(what, node, ""));
      }
      counts.put(what + " of all nodes", sum);
    }
    counts.put("leases of etcd", samples.last(new Gauge("leases", "etcd", "")));
    counts.put("watchers of etcd", samples.last(new Gauge("watchers", "etcd", "")));
    counts.put("streams of etcd", samples.last(new Gauge("streams", "watch", "")));
    return counts;
  }
}
