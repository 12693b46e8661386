package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenure dev}: a whole cluster, and nothing of it left behind. */
final class DevIT {

  @TempDir private Path folder;
  private final List<Launched> launched = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (Launched dev : launched) {
      List<Long> pids = pids(dev);
      dev.close();
      awaitGone(pids);
    }
  }

  @Test
  void anotherNodeCarriesOnWhenTheLeaderIsKilledAndASignalStopsEverything() throws Exception {
    int port = freePorts();
    Launched dev = dev(port);
    MatchResult first = dev.awaitLine("default: (node-\\d) leads, term (\\d+).*kill -9 (\\d+)");
    dev.awaitLine("default/tick succeeded .* on " + first.group(1));
    assertThat(pids(dev)).hasSize(4).contains(Long.parseLong(first.group(3)));

    Launched.signal(Long.parseLong(first.group(3)), "KILL");
    dev.awaitLine(first.group(1) + " \\(pid " + first.group(3) + "\\) is gone: killed");
    MatchResult second =
        dev.awaitLine("default: (?!" + first.group(1) + " )(node-\\d) leads, term (\\d+)");
    assertThat(Long.parseLong(second.group(2))).isGreaterThan(Long.parseLong(first.group(2)));
    dev.awaitLine("default/tick succeeded .* on " + second.group(1));

    Launched beside = dev(port);
    assertThat(beside.awaitExit()).isEqualTo(1);
    assertThat(beside.output()).containsPattern("port \\d+ is taken by process \\d+ \\(");

    List<Long> pids = pids(dev);
    dev.signal("TERM");
    assertThat(dev.awaitExit()).isZero();
    dev.awaitLine("stopped");
    awaitGone(pids);
  }

  @Test
  void theEndOfEtcdIsSaidAndWithRespawnItComesBack() throws Exception {
    Path log = Files.createDirectories(folder.resolve("d")).resolve("node-1.log");
    Files.writeString(log, "of the time before");
    Launched dev = dev(freePorts(), "--nodes", "1", "--respawn");
    dev.awaitLine("default: node-1 leads");
    assertThat(Files.readString(log)).isNotEmpty().doesNotContain("of the time before");
    long etcd = pids(dev).get(0);
    Launched.signal(etcd, "KILL");
    dev.awaitLine("etcd \\(pid " + etcd + "\\) is gone, log \\S+etcd-1\\.log: nothing fires");
    dev.awaitLine("(?s)etcd is back, pid \\d+.*default/tick succeeded");
    dev.signal("TERM");
    assertThat(dev.awaitExit()).isZero();
  }

  @Test
  void theChildrenOfAKilledDevEndByThemselves() throws Exception {
    Launched dev = dev(freePorts());
    dev.awaitLine("default: node-\\d leads");
    List<Long> pids = pids(dev);
    dev.signal("KILL");
    awaitGone(pids);
  }

  private Launched dev(int port, String... more) {
    List<String> words = new ArrayList<>(List.of("dev", "--port", "" + port, "--data", "d"));
    words.addAll(List.of(more));
    Launched process = Launched.tenure(folder, Map.of(), words.toArray(String[]::new));
    launched.add(process);
    return process;
  }

  /** etcd and the nodes. */
  private static List<Long> pids(Launched dev) {
    return Pattern.compile("(?m)^\\S+ +http\\S+ +pid (\\d+)")
        .matcher(dev.output())
        .results()
        .map(match -> Long.parseLong(match.group(1)))
        .toList();
  }

  private static void awaitGone(List<Long> pids) {
    await("no process is left")
        .atMost(Duration.ofSeconds(30))
        .until(() -> pids.stream().noneMatch(Launched::alive));
  }

  /** The first of three free ports in a row. */
  private static int freePorts() throws IOException {
    for (int attempt = 0; attempt < 50; attempt++) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = first.getLocalPort();
        if (port < 65_000 && !PortOwner.taken(port + 1) && !PortOwner.taken(port + 2)) {
          return port;
        }
      }
    }
    throw new IllegalStateException("no three free ports in a row");
  }
}
