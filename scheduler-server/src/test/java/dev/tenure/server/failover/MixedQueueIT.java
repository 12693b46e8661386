package dev.tenure.server.failover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.server.cli.Launched;
import dev.tenure.testing.EtcdExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code etcdctl elect} and nodes stand in one queue. */
final class MixedQueueIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration PERIOD = Duration.ofMillis(300);

  @TempDir private Path folder;

  @Test
  void etcdctlWaitsBehindANodeLeadsAfterItAndNodesWaitBehindEtcdctl() throws Exception {
    String root = etcd.freshRoot().replaceAll("/$", "");
    try (Cluster cluster = Cluster.beating(folder, etcd.etcd().endpoints(), root, PERIOD)) {
      Launched before = cluster.startInOrder("node-1").get(0);
      Process stranger = etcdctlElect(cluster.election());
      try (BufferedReader says = stranger.inputReader(UTF_8)) {
        awaitQueue(cluster.election(), 2);
        Launched behind = cluster.start("node-2");
        behind.awaitLine("group default: led by node-1");
        awaitQueue(cluster.election(), 3);
        cluster.book().await(3, line -> true);
        assertThat(says.ready()).as("etcdctl says that it leads").isFalse();

        before.signal("TERM");
        assertThat(before.awaitExit()).isZero();
        assertThat(says.readLine()).startsWith(cluster.election() + "/");
        assertThat(says.readLine()).isEqualTo("stranger");
        behind.awaitLine("group default: led by " + cluster.election() + "/");
        int runs = cluster.book().lines().size();
        TimeUnit.NANOSECONDS.sleep(PERIOD.multipliedBy(5).toNanos());
        assertThat(cluster.book().lines()).hasSize(runs);

        Launched.signal(stranger.pid(), "INT");
        assertThat(stranger.waitFor(30, TimeUnit.SECONDS)).isTrue();
        behind.awaitLine(Cluster.READY);
        cluster.book().await(3, line -> line.node().equals("node-2"));
      } finally {
        stranger.destroyForcibly();
      }
      cluster.drain();
      long period = PERIOD.toMillis();
      Verdict.everySlotHasOneEnd(cluster.book(), cluster.histories(period), period);
    }
  }

  private static Process etcdctlElect(String election) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "etcdctl",
            "--endpoints",
            String.join(",", etcd.etcd().endpoints()),
            "elect",
            election,
            "stranger");
    builder.environment().put("ETCDCTL_API", "3");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void awaitQueue(String election, int length) {
    try (var store = etcd.open()) {
      await(length + " in the queue")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  store.list(election + "/").toCompletableFuture().join().entries().size()
                      == length);
    }
  }
}
