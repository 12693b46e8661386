package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.LocalEtcd;
import dev.tenure.server.cli.Launched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** etcd goes away for longer than a session lives, and comes back. */
final class EtcdOutageIT {

  private static final Logger log = LoggerFactory.getLogger(EtcdOutageIT.class);
  private static final Duration PERIOD = Duration.ofMillis(300);
  private static final Duration OUTAGE = Cluster.TTL.multipliedBy(4);
  private static final int A_HANDFUL = 25;

  @TempDir private Path folder;

  @Test
  void nothingRunsWhileEtcdIsAwayAndAllGoesOnByItselfWhenItIsBack() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Cluster cluster = Cluster.beating(folder, etcd.endpoints(), "/outage", PERIOD)) {
      List<Launched> nodes = cluster.startInOrder("node-1", "node-2", "node-3");
      cluster.book().await(3, line -> true);
      List<Integer> said = lengths(nodes);

      etcd.stop(0);
      long gone = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
      assertThat(nodes).allMatch(node -> Launched.alive(node.pid()));
      long back = System.nanoTime();
      etcd.restart(0);
      long healthy = System.nanoTime();
      Line first = cluster.book().await(1, line -> line.nanos() > back).get(0);
      log.info(
          "etcd back -> first run: {} ms; lines logged meanwhile: {} {}",
          TimeUnit.NANOSECONDS.toMillis(first.nanos() - healthy),
          said,
          lengths(nodes));
      for (int i = 0; i < nodes.size(); i++) {
        assertThat(nodes.get(i).lines().stream().skip(said.get(i)).filter(EtcdOutageIT::noRun))
            .as("lines of a node in the outage")
            .hasSizeLessThan(A_HANDFUL);
      }
      long deadline = gone + Cluster.TTL.toNanos();
      assertThat(cluster.book().lines())
          .noneMatch(line -> line.nanos() > deadline && line.nanos() < back);
      assertThat(Duration.ofNanos(first.nanos() - healthy)).isLessThan(Duration.ofSeconds(20));

      cluster.book().await(cluster.book().lines().size() + 5, line -> true);
      cluster.drain();
      long period = PERIOD.toMillis();
      Verdict.everySlotHasOneEnd(cluster.book(), cluster.histories(period), period);
    }
  }

  private static List<Integer> lengths(List<Launched> nodes) {
    return nodes.stream().map(node -> node.lines().size()).toList();
  }

  private static boolean noRun(String line) {
    return !line.matches(
        ".*: (run \\S+ succeeded in \\d+ ms|group \\S+: \\d+ more runs succeeded)");
  }
}
