package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.cli.Launched;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node processes whose leases last a minute: who leads sooner after a crash has evicted the dead
 * leader. Who is frozen, or goes in good order, is not evicted.
 */
final class CrashIT {

  private static final Logger log = LoggerFactory.getLogger(CrashIT.class);
  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final String EVICTED = "election \\S+/default: evicted ";

  @TempDir private Path folder;
  private Cluster cluster;

  @AfterEach
  void end() {
    cluster.close();
  }

  private List<Launched> begin(String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of("session.ttl = " + TTL.toSeconds() + "s"));
    all.addAll(List.of(settings));
    cluster =
        Cluster.of(
            folder,
            etcd.etcd().endpoints(),
            etcd.freshRoot().replaceAll("/$", ""),
            Map.of(
                Cluster.JOB,
                "every = %dms, catch-up { policy = all, max = 100000 }"
                    .formatted(PERIOD.toMillis())),
            all);
    List<Launched> nodes = cluster.startInOrder("node-1", "node-2");
    cluster.book().await(5, line -> line.node().equals("node-1"));
    // Lines are held, and old enough to count.
    TimeUnit.SECONDS.sleep(5);
    return nodes;
  }

  @Test
  void aKilledLeaderIsFollowedBeforeItsLeaseEndsAndNoSlotIsDoubledOrMissed() throws Exception {
    List<Launched> nodes = begin();

    long killed = System.nanoTime();
    nodes.get(0).signal("KILL");
    Line first = cluster.book().await(1, line -> line.node().equals("node-2")).get(0);
    Duration gap = Duration.ofNanos(first.nanos() - killed);
    log.info("kill -9 -> first run elsewhere: {} ms, TTL {}", gap.toMillis(), TTL);

    assertThat(gap).isLessThan(TTL.dividedBy(2));
    nodes.get(1).awaitLine(EVICTED);
    cluster.book().await(5, line -> line.node().equals("node-2"));
    cluster.drain();
    Verdict.everySlotHasOneEnd(
        cluster.book(), cluster.histories(PERIOD.toMillis()), PERIOD.toMillis());
  }

  @Test
  void aFrozenLeaderIsNotEvicted() throws Exception {
    List<Launched> nodes = begin();
    nodes.get(0).signal("STOP");
    nothingMoves(nodes.get(1));
    nodes.get(0).signal("CONT");
    cluster.book().awaitNext();
    assertThat(cluster.book().lines(line -> line.node().equals("node-2"))).isEmpty();
  }

  @Test
  void switchedOffAKilledLeaderKeepsItsLease() throws Exception {
    List<Launched> nodes = begin("fast-path.enabled = false");
    nodes.get(0).signal("KILL");
    nothingMoves(nodes.get(1));
  }

  @Test
  void aLeaderThatGoesInGoodOrderIsNotEvicted() throws Exception {
    List<Launched> nodes = begin();
    nodes.get(0).signal("TERM");
    assertThat(nodes.get(0).awaitExit()).isZero();
    nodes.get(1).awaitLine(Cluster.READY);
    assertThat(nodes.get(1).hasLine(EVICTED)).isFalse();
  }

  private static void nothingMoves(Launched follower) throws InterruptedException {
    TimeUnit.SECONDS.sleep(8);
    assertThat(follower.hasLine(EVICTED)).isFalse();
    assertThat(follower.hasLine(Cluster.READY)).isFalse();
  }
}
