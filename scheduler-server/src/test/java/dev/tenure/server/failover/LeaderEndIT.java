package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.cli.Launched;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader is killed, told to go, or frozen: another one carries on where it stopped. */
final class LeaderEndIT {

  private static final Logger log = LoggerFactory.getLogger(LeaderEndIT.class);
  private static final EtcdExtension etcd = new EtcdExtension();

  /** The machine of a test may be busy; the figures of a quiet one are in the log. */
  private static final Duration NOISY = Cluster.TTL.multipliedBy(3);

  @TempDir private Path folder;
  private Cluster cluster;

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void whenTheLeaderIsKilledAnotherOneCarriesOnAndNoSlotIsDoubledOrMissed() throws Exception {
    Duration period = begin(Duration.ofMillis(300));
    Launched leader = cluster.startInOrder("node-1", "node-2", "node-3").get(0);
    cluster.book().await(3, line -> line.node().equals("node-1"));

    long killed = System.nanoTime();
    leader.signal("KILL");
    Line first = cluster.book().await(1, line -> !line.node().equals("node-1")).get(0);
    Duration gap = Duration.ofNanos(first.nanos() - killed);
    log.info("kill -9 -> first run elsewhere: {} ms, TTL {}", gap.toMillis(), Cluster.TTL);
    assertThat(gap).isLessThan(NOISY);

    cluster.book().await(5, line -> line.node().equals(first.node()));
    judge(period);
    assertThat(cluster.history(period.toMillis()).skipped()).isEmpty();
  }

  @Test
  void whenLeadersAreToldToStopTheNextOnesCarryOnAtOnce() throws Exception {
    Duration period = begin(Duration.ofMillis(50));
    List<Launched> nodes = cluster.startInOrder("node-1", "node-2", "node-3");
    for (int index = 0; index < 2; index++) {
      String old = cluster.book().awaitNext().node();
      nodes.get(index).signal("TERM");
      assertThat(nodes.get(index).awaitExit()).isZero();
      Line first = cluster.book().await(1, line -> line.term() > term(old)).get(0);
      Line last =
          cluster.book().lines(line -> line.node().equals(old)).stream()
              .reduce((a, b) -> b)
              .orElseThrow();
      long ready = millis(nodes.get(index + 1), "ready to fire \\d+ jobs (\\d+) ms after the key");
      long claim = millis(nodes.get(index + 1), "first claim of .* (\\d+) ms after the key");
      long gap = TimeUnit.NANOSECONDS.toMillis(first.nanos() - last.nanos());
      log.info(
          "SIGTERM, a slot each {} ms: key gone -> ready {} ms, first claim {} ms;"
              + " last run -> first run {} ms",
          period.toMillis(),
          ready,
          claim,
          gap);
      assertThat(Duration.ofMillis(Math.max(gap, claim))).isLessThan(NOISY);
    }
    cluster.book().await(5, line -> line.node().equals("node-3"));
    judge(period);
    assertThat(cluster.history(period.toMillis()).skipped()).isEmpty();
  }

  private static long millis(Launched node, String figure) {
    return Long.parseLong(node.awaitLine(figure).group(1));
  }

  private long term(String node) {
    return cluster.book().lines(line -> line.node().equals(node)).get(0).term();
  }

  @Test
  void aLeaderThatWakesFromAFreezeStartsNothingAndSaysThatItLostItsTerm() throws Exception {
    Duration period = begin(Duration.ofMillis(300));
    List<Launched> nodes = cluster.startInOrder("node-1", "node-2");
    Launched frozen = nodes.get(0);
    cluster.book().await(3, line -> true);
    cluster.book().awaitNext();
    frozen.signal("STOP");
    long since = System.nanoTime();
    nodes.get(1).awaitLine(Cluster.READY);
    while (System.nanoTime() - since < Cluster.TTL.multipliedBy(3).toNanos()) {
      cluster.book().awaitNext();
    }

    int said = frozen.lines().size();
    long woke = System.nanoTime();
    frozen.signal("CONT");
    frozen.awaitLine("group default: led by node-2");
    int runs = cluster.book().lines().size();
    cluster.book().await(runs + 5, line -> true);
    assertThat(cluster.book().lines(line -> line.nanos() > woke))
        .isNotEmpty()
        .allMatch(line -> line.node().equals("node-2"));
    List<String> after = frozen.lines().subList(said, frozen.lines().size());
    log.info("the first words of the node that woke: {}", after.get(0));
    assertThat(after.get(0)).contains("lost term " + term("node-1"));
    judge(period);
  }

  private Duration begin(Duration period) throws Exception {
    String root = etcd.freshRoot().replaceAll("/$", "");
    cluster = Cluster.beating(folder, etcd.etcd().endpoints(), root, period);
    return period;
  }

  private void judge(Duration period) throws Exception {
    cluster.drain();
    long millis = period.toMillis();
    Verdict.everySlotHasOneEnd(cluster.book(), cluster.histories(millis), millis);
  }
}
