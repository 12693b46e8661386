package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes that have nothing to do, or nothing to be. */
final class QuietNodeIT {

  private static final Logger log = LoggerFactory.getLogger(QuietNodeIT.class);
  private static final Duration WATCHED = Duration.ofSeconds(5);
  private static final Duration REHEARSED = Duration.ofMinutes(5);

  /** About 180 MiB, of which 30 are what rehearsals compile and leave behind. */
  private static final long MOST_KIB = 230 * 1024;

  @TempDir private Path folder;

  @Test
  void nodesWithoutADueJobWriteNothingAndNeedLittle() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Cluster cluster =
            Cluster.of(folder, etcd.endpoints(), "/quiet", "at = \"2099-01-01T00:00:00Z\"")) {
      List<Launched> nodes = cluster.startInOrder("node-1", "node-2", "node-3");
      TimeUnit.NANOSECONDS.sleep(Duration.ofSeconds(2).toNanos());

      long revision = revision(etcd);
      // Until then they rehearse.
      await("little is needed")
          .atMost(REHEARSED)
          .pollDelay(Duration.ZERO)
          .untilAsserted(() -> assertThat(most(nodes)).isLessThan(WATCHED.dividedBy(5)));
      assertThat(revision(etcd)).as("etcd's revision").isEqualTo(revision);
      for (Launched node : nodes) {
        assertThat(residentKib(node)).as("resident KiB").isLessThan(MOST_KIB);
      }
    }
  }

  /** What the busiest of them uses of a processor in a while. */
  private static Duration most(List<Launched> nodes) throws Exception {
    List<Duration> used = used(nodes);
    TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
    List<Duration> usedAfter = used(nodes);
    Duration most = Duration.ZERO;
    for (int i = 0; i < nodes.size(); i++) {
      Duration cpu = usedAfter.get(i).minus(used.get(i));
      log.info(
          "idle for {}: node-{} used {} of a processor, {} MiB are resident",
          WATCHED,
          i + 1,
          cpu,
          residentKib(nodes.get(i)) / 1024);
      most = cpu.compareTo(most) > 0 ? cpu : most;
    }
    return most;
  }

  @Test
  void aNodeWhoseNameIsTakenSaysSoAndExitsWith4() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Cluster cluster =
            Cluster.beating(folder, etcd.endpoints(), "/taken", Duration.ofSeconds(1))) {
      Launched first = cluster.startInOrder("node-1").get(0);
      Launched second = cluster.start("node-1");
      second.awaitLine("the name node-1 is still held by process " + first.pid());
      assertThat(second.awaitExit()).isEqualTo(4);
      assertThat(second.output())
          .contains("another node of the name node-1 is alive: process " + first.pid())
          .contains("give every node its own tenure.node.name");
      assertThat(Launched.alive(first.pid())).isTrue();
      assertThat(cluster.book().lines()).isNotEmpty().allMatch(line -> line.term() == term(first));
    }
  }

  private static long term(Launched leader) {
    return Long.parseLong(leader.awaitLine("this node is LEADER\\((\\d+)\\)").group(1));
  }

  private static long revision(LocalEtcd etcd) {
    try (EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      return store.list("/quiet/").toCompletableFuture().join().revision();
    }
  }

  private static List<Duration> used(List<Launched> nodes) {
    List<Duration> used = new ArrayList<>();
    nodes.forEach(
        node ->
            used.add(
                ProcessHandle.of(node.pid())
                    .orElseThrow()
                    .info()
                    .totalCpuDuration()
                    .orElseThrow()));
    return used;
  }

  private static long residentKib(Launched node) throws IOException {
    Matcher resident =
        Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$")
            .matcher(Files.readString(Path.of("/proc/" + node.pid() + "/status")));
    assertThat(resident.find()).isTrue();
    return Long.parseLong(resident.group(1));
  }
}
