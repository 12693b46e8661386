package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop, or to hand over, while it runs something long: as processes. */
final class HandOverProcessIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String READY = "group default: ready to fire ";

  @TempDir private Path folder;
  private String root = "";
  private Launched first;
  private Launched second;
  private NodeClient seen;

  @BeforeEach
  void freshRoot() {
    root = etcd.freshRoot().replaceAll("/$", "");
  }

  @AfterEach
  void end() {
    first.close();
    second.close();
  }

  /** Two nodes, of which the first leads and runs the long job. */
  private JsonObject begin(int seconds) throws Exception {
    Files.writeString(
        folder.resolve("jobs.conf"),
        """
        jobs {
          long {
            class = "dev.tenure.examples.SlowJob", every = 1s, concurrency = forbid
            data { steps = %d, step-duration = 1s }
          }
          tick { class = "dev.tenure.examples.LogJob", every = 500ms }
        }
        """
            .formatted(seconds));
    first = node("node-1");
    first.awaitLine(READY);
    second = node("node-2");
    second.awaitLine("group default: led by node-1");
    seen = NodeClient.of("127.0.0.1:" + port(second));
    await().atMost(LONG).until(() -> !runs("job=long&state=STARTED").isEmpty());
    return runs("job=long&state=STARTED").get(0);
  }

  private Launched node(String name) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            tenure {
              node.name = %s
              etcd { endpoints = "%s", root = "%s" }
              session.ttl = 3s
              http.bind = "127.0.0.1:0"
              plugins.dir = "%s"
            }
            """
                .formatted(
                    name,
                    String.join(",", etcd.etcd().endpoints()),
                    root,
                    Launched.home().resolve("plugins")));
    return Launched.tenure(folder, Map.of(), "node", "--config", file.toString());
  }

  private static String port(Launched node) {
    return node.awaitLine("listening on 127.0.0.1:(\\d+)").group(1);
  }

  private List<JsonObject> runs(String query) {
    return seen.get("/v1/runs?" + query).json().requiredObjects("runs");
  }

  private Optional<JsonObject> run(JsonObject run) {
    return seen.find("/v1/runs/" + run.requiredText("run")).map(NodeAnswer::json);
  }

  private String state(JsonObject run) {
    return run(run).flatMap(now -> now.text("state")).orElse("");
  }

  /** The second node has run the other job. */
  private void awaitRunsOfTheSecond() {
    second.awaitLine("group default: first claim of term");
    await()
        .atMost(LONG)
        .until(() -> !runs("job=tick&node=node-2&state=SUCCEEDED&limit=1").isEmpty());
  }

  @Test
  void aNodeThatIsToldToStopFinishesItsRunWhileTheNextOneLeads() throws Exception {
    JsonObject run = begin(12);
    NodeClient leaving = NodeClient.of("127.0.0.1:" + port(first));
    first.signal("TERM");
    awaitRunsOfTheSecond();
    assertThat(Launched.alive(first.pid())).isTrue();
    assertThat(state(run)).isEqualTo("STARTED");
    assertThat(leaving.ask("GET", "/readyz", Map.of(), null).status()).isEqualTo(503);
    assertThat(runs("job=long&state=STARTED")).as("it forbids overlaps").hasSize(1);

    assertThat(first.awaitExit()).isZero();
    JsonObject ended = run(run).orElseThrow();
    assertThat(ended.text("state")).contains("SUCCEEDED");
    assertThat(ended.text("node")).contains("node-1");
    assertThat(ended.text("result")).contains("12 steps done");
    await()
        .atMost(LONG)
        .until(
            () ->
                runs("job=long&state=STARTED").stream().anyMatch(HandOverProcessIT::isOfTheSecond));
  }

  private static boolean isOfTheSecond(JsonObject run) {
    return run.text("node").filter("node-2"::equals).isPresent();
  }

  @Test
  void aNodeThatIsKilledWhileItFinishesLosesItsRunWithItsLease() throws Exception {
    JsonObject run = begin(600);
    seen.post("/v1/groups/default/resign", "");
    awaitRunsOfTheSecond();
    assertThat(state(run)).isEqualTo("STARTED");
    first.signal("KILL");
    await().atMost(LONG).until(() -> state(run).equals("LOST"));
    await()
        .atMost(LONG)
        .until(
            () ->
                runs("job=long&state=STARTED").stream().anyMatch(HandOverProcessIT::isOfTheSecond));
  }

  @Test
  void aRunThatGoesOnAfterAHandOverIsInterruptedThroughTheNewLeader() throws Exception {
    JsonObject run = begin(600);
    seen.post("/v1/groups/default/resign", "");
    awaitRunsOfTheSecond();
    seen.post("/v1/runs/" + run.requiredText("run") + "/interrupt", "");
    await().atMost(LONG).until(() -> state(run).equals("INTERRUPTED"));
    assertThat(run(run).orElseThrow().text("node")).contains("node-1");
    assertThat(first.output()).contains("1 runs of term").contains("go on on this node");
  }
}
