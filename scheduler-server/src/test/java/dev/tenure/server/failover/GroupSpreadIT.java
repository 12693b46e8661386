package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.server.cli.Launched;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Six groups on three nodes: their leaders spread, and spread again when a node goes or comes. */
final class GroupSpreadIT {

  private static final Logger log = LoggerFactory.getLogger(GroupSpreadIT.class);
  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final List<String> GROUPS =
      IntStream.rangeClosed(1, 6).mapToObj(n -> "g" + n).toList();

  @TempDir private Path folder;

  @Test
  void leadersOfSixGroupsSpreadOverTheNodesThatLiveAndNoSlotIsLost() throws Exception {
    String root = etcd.freshRoot().replaceAll("/$", "");
    try (Store store = etcd.open();
        Cluster cluster = cluster(root)) {
      Leaders leaders = new Leaders(store, root);
      Launched first = cluster.start("node-1");
      awaitShares(leaders, Map.of("node-1", 6));
      long began = System.nanoTime();
      cluster.start("node-2");
      cluster.start("node-3");
      awaitShares(leaders, Map.of("node-1", 2, "node-2", 2, "node-3", 2));
      log.info("two nodes join: 2 groups each after {} ms", millisSince(began));

      long killed = System.nanoTime();
      first.signal("KILL");
      awaitShares(leaders, Map.of("node-2", 3, "node-3", 3));
      log.info("a node is killed: 3 groups each after {} ms", millisSince(killed));

      long back = System.nanoTime();
      cluster.start("node-1");
      awaitShares(leaders, Map.of("node-1", 2, "node-2", 2, "node-3", 2));
      log.info("it is back: 2 groups each after {} ms", millisSince(back));
      int runs = cluster.book().lines().size();
      cluster.book().await(runs + 2 * GROUPS.size(), line -> true);
      assertThat(leaders.shares()).allSatisfy((node, groups) -> assertThat(groups).isEqualTo(2));

      cluster.drain();
      long period = PERIOD.toMillis();
      for (String group : GROUPS) {
        Verdict.everySlotHasOneEnd(cluster.book(), cluster.histories(group, period), period);
      }
    }
  }

  private Cluster cluster(String root) throws Exception {
    Map<String, String> jobs =
        GROUPS.stream()
            .collect(
                Collectors.toMap(
                    group -> "in-" + group,
                    group ->
                        "group = %s, every = %dms, catch-up { policy = all, max = 100000 }"
                            .formatted(group, PERIOD.toMillis()),
                    (a, b) -> a,
                    TreeMap::new));
    List<String> settings =
        List.of(
            "groups = [" + String.join(", ", GROUPS) + "]",
            "leaders.spread { enabled = true, interval = " + INTERVAL.toSeconds() + "s }");
    return Cluster.of(folder, etcd.etcd().endpoints(), root, jobs, settings);
  }

  private static void awaitShares(Leaders leaders, Map<String, Integer> shares) {
    await(shares.toString())
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(leaders.shares()).isEqualTo(shares));
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
