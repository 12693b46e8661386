package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenure node}, {@code check} and {@code status} as processes. */
final class NodeProcessIT {

  private static final EtcdExtension etcd = new EtcdExtension();

  private static final String FIVE_MISTAKES =
      """
      jobs {
        one { class = "dev.tenure.examples.LogJob", cron = "61 * * * *" }
        two { class = "com.acme.Nowhere", every = 5s }
        three { class = "dev.tenure.examples.LogJob", evry = 5s, every = 5s }
        four { class = "dev.tenure.examples.LogJob", every = 5 }
        five { every = 5s }
      }
      """;

  @TempDir private Path folder;
  private final List<Launched> launched = new ArrayList<>();

  @AfterEach
  void end() {
    launched.forEach(Launched::close);
  }

  @Test
  void fiveMistakesAreFiveMessagesWithFileAndLine() throws Exception {
    Path file = node(etcd.etcd().endpoints(), FIVE_MISTAKES);
    for (Launched process :
        List.of(
            tenure("node", "--config", file.toString()),
            tenure("check", file.toString()),
            tenure("check", "--config", file.toString()))) {
      assertThat(process.awaitExit()).isEqualTo(2);
      assertThat(process.lines()).hasSize(5);
      for (int line = 2; line <= 6; line++) {
        String place = "jobs\\.conf:" + line + ": jobs\\.";
        assertThat(process.lines()).anyMatch(text -> text.matches(".*" + place + ".*"));
      }
    }
  }

  @Test
  void theShippedConfigurationIsFine() throws Exception {
    Launched check = tenure("check", "--effective");
    assertThat(check.awaitExit()).isZero();
    assertThat(check.output()).contains("session.ttl").containsPattern("ok: \\d+ jobs");
  }

  @Test
  void anEtcdThatDoesNotAnswerIsExitCode3() throws Exception {
    Launched node = tenure("node", "--config", node(List.of("http://127.0.0.1:1"), "").toString());
    assertThat(node.awaitExit()).isEqualTo(3);
    assertThat(node.output()).contains("error: ").contains("hint: ");
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsOwner() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file = node(etcd.etcd().endpoints(), "");
      Files.writeString(
          file,
          Files.readString(file)
              + "\ntenure.http.bind = \"127.0.0.1:"
              + taken.getLocalPort()
              + '"');
      Launched node = tenure("node", "--config", file.toString());
      assertThat(node.awaitExit()).isEqualTo(1);
      assertThat(node.output())
          .contains("127.0.0.1:" + taken.getLocalPort())
          .contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aSignalDrainsTheLeaderAndTheNextOneCarriesOn() throws Exception {
    Path file = node(etcd.etcd().endpoints(), tick());
    Launched first = tenure("node", "--config", file.toString());
    int port = awaitLeader(first);
    Launched second = tenure("node", "--config", file.toString());
    second.awaitLine("group default: led by ");

    Launched status = tenure("status", "--server", "127.0.0.1:" + port, "-o", "json");
    assertThat(status.awaitExit()).isZero();
    JsonObject group = JsonObject.parse(status.output()).requiredObjects("groups").get(0);
    assertThat(group.text("state")).contains("LEADER");
    JsonObject leader = group.requiredObject("leader");
    assertThat(leader.number("pid")).contains(first.pid());
    assertThat(leader.text("address")).contains("127.0.0.1:" + port);

    first.signal("TERM");
    assertThat(first.awaitExit()).isZero();
    awaitLeader(second);
  }

  @Test
  void theSecondSignalEndsTheNodeAtOnce() throws Exception {
    String endless =
        """
        jobs.endless {
          class = "dev.tenure.examples.SlowJob", every = 1s, concurrency = forbid
          data { steps = 1000, step-duration = 1s }
        }
        """;
    Launched node = tenure("node", "--config", node(etcd.etcd().endpoints(), endless).toString());
    int port = awaitLeader(node);
    await("a run")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(CommandFailure.class)
        .until(() -> group(port).requiredNumber("running") > 0);
    node.signal("TERM");
    node.awaitLine("stopping: ");
    node.signal("TERM");
    assertThat(node.awaitExit()).isEqualTo(143);
  }

  @Test
  void aNodeThatWasToldSoEndsWithItsParent() throws Exception {
    Path file = node(etcd.etcd().endpoints(), tick());
    Launched node = tenure("node", "--config", file.toString(), "--exit-with-parent");
    awaitLeader(node);
    node.endInput();
    node.awaitExit();
  }

  private int awaitLeader(Launched node) {
    int port = Integer.parseInt(node.awaitLine("listening on 127.0.0.1:(\\d+)").group(1));
    await("leads")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(CommandFailure.class)
        .until(() -> group(port).requiredText("state").equals("LEADER"));
    return port;
  }

  private static JsonObject group(int port) {
    JsonObject status = NodeClient.of("127.0.0.1:" + port).get("/v1/status").json();
    return status.requiredObjects("groups").get(0);
  }

  private static String tick() {
    return "jobs.tick { class = \"dev.tenure.examples.LogJob\", every = 1s }";
  }

  private Launched tenure(String... arguments) {
    Launched process = Launched.tenure(folder, Map.of(), arguments);
    launched.add(process);
    return process;
  }

  private Path node(List<String> endpoints, String jobs) throws IOException {
    Files.writeString(folder.resolve("jobs.conf"), jobs);
    return Files.writeString(
        folder.resolve("tenure.conf"),
        """
        tenure {
          node.name = node-x
          etcd { endpoints = "%s", root = "%s", start-timeout = 1s }
          session.ttl = 2s
          http.bind = "127.0.0.1:0"
          plugins.dir = "%s"
        }
        """
            .formatted(
                String.join(",", endpoints),
                etcd.freshRoot().replaceAll("/$", ""),
                Launched.home().resolve("plugins")));
  }
}
