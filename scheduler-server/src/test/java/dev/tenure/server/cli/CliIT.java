package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.server.http.ServedNodes;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as an operator types them, asked of the node that does not lead. */
final class CliIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ECHO = ServedNodes.Echo.class.getName();
  private static final String ENDLESS = ServedNodes.Endless.class.getName();
  private static final String JOBS =
      """
      jobs {
        echo { class = "%s", every = 1h, description = "says it again" }
        tick { class = "%s", every = 500ms, catch-up = last }
        endless { class = "%s", every = 24h }
        talk { class = "%s", at = "2099-01-01T00:00:00Z" }
      }
      """
          .formatted(ECHO, ECHO, ENDLESS, ServedNodes.Talker.class.getName());

  @TempDir private Path folder;
  private ServedNodes nodes;

  private record Printed(int code, String out, String err) {}

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    nodes.start("node-1", JOBS);
    nodes.start("node-2", JOBS);
    nodes.leader();
    await("the jobs").atMost(LONG).until(() -> run("jobs").out().contains("endless"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private Printed run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--server");
    all.add("127.0.0.1:" + nodes.follower().server().port());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine tenure =
        TenureCommand.commandLine(
                (http, view) -> {
                  throw new IllegalStateException("no node is started here");
                })
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int code = tenure.execute(all.toArray(String[]::new));
    return new Printed(code, out.toString(), err.toString());
  }

  private Printed well(String... arguments) {
    Printed printed = run(arguments);
    assertThat(printed.code()).as("%s: %s", List.of(arguments), printed).isZero();
    return printed;
  }

  private Path file(String name, String jobs) throws IOException {
    return Files.writeString(folder.resolve(name), jobs);
  }

  @Test
  void whatThereIsIsShown() {
    assertThat(well("nodes").out()).contains("node-1").contains("node-2");
    assertThat(well("groups").out()).contains("default");
    assertThat(well("etcd").out()).contains("LATENCY").contains("etcd-1").contains(" ms");
    assertThat(well("status").out()).contains("default");
    assertThat(well("job", "echo").out()).contains("says it again").contains(ECHO);
    assertThat(JsonObject.parse(well("job", "default/echo", "-o", "json").out()).text("job"))
        .contains("echo");
    assertThat(well("job", "echo", "-o", "yaml").out()).contains("job: echo");
    Printed missing = run("job", "nothing");
    assertThat(missing.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(missing.err()).startsWith("error: ").contains("nothing").contains("hint: ");
    await("runs").atMost(LONG).until(() -> well("runs", "--job", "tick").out().contains("tick"));
    assertThat(well("slots", "tick").out()).contains("SUCCEEDED");
  }

  @Test
  void aJobIsTriggeredWithDataAndItsRunIsShown() {
    Printed done = well("trigger", "echo", "--data", "text=hello", "--wait");
    String run = done.out().lines().findFirst().orElseThrow();
    assertThat(run).startsWith("default/echo/");
    assertThat(well("run", run).out()).contains("hello").contains("SUCCEEDED");
    assertThat(well("runs", "--job", "default/echo").out()).contains(run);
  }

  @Test
  void theLogOfARunIsPrintedAndFollowed() {
    String run = well("trigger", "talk", "--data", "word=loud").out().strip();
    Printed followed = well("logs", run, "-f");
    assertThat(followed.out()).contains("WARN  jobs.Talker: says loud").contains("prints loud");
    assertThat(followed.out().lines()).last().asString().endsWith("falls silent");
    assertThat(well("logs", run, "--tail", "1").out().lines()).hasSize(1);
    assertThat(JsonObject.parse(well("logs", run, "-o", "json").out()).text("log"))
        .contains("KEPT");

    String silent = well("trigger", "echo", "--wait").out().lines().findFirst().orElseThrow();
    assertThat(well("logs", silent).err()).contains("has printed nothing");

    Printed missing = run("logs", "default/talk/0/1");
    assertThat(missing.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(missing.err()).startsWith("error: ").contains("hint: ");
  }

  @Test
  void aRunIsInterrupted() {
    String run = well("trigger", "endless").out().strip();
    await("it runs").atMost(LONG).until(() -> run("run", run).out().contains("STARTED"));
    well("interrupt", run);
    await("it ends").atMost(LONG).until(() -> run("run", run).out().contains("INTERRUPTED"));
    assertThat(run("interrupt", run).code()).isIn(ExitCode.NOT_FOUND, ExitCode.REFUSED);
  }

  @Test
  void jobsArePausedAndResumed() {
    well("pause", "echo", "tick");
    await("paused")
        .atMost(LONG)
        .until(() -> well("jobs", "--state", "paused").out().contains("tick"));
    well("resume", "echo", "tick");
    await("resumed")
        .atMost(LONG)
        .until(() -> !well("jobs", "--state", "paused").out().contains("tick"));
  }

  @Test
  void aFileIsAppliedExportedAndAppliedAgain() throws IOException {
    Path file = file("mine.conf", "jobs { mine { class = \"%s\", every = 1h } }".formatted(ECHO));
    Printed plan = run("apply", file.toString(), "--dry-run");
    assertThat(plan.code()).as("%s", plan).isEqualTo(1);
    assertThat(plan.out()).contains("mine");
    assertThat(run("job", "mine").code()).isEqualTo(ExitCode.NOT_FOUND);

    well("apply", file.toString());
    await("there").atMost(LONG).until(() -> run("job", "mine").code() == 0);
    await("nothing to do")
        .atMost(LONG)
        .until(() -> run("apply", file.toString(), "--dry-run").code() == 0);

    Path exported = folder.resolve("exported.conf");
    well("export", exported.toString());
    assertThat(exported).content().contains("mine").contains(ECHO);

    assertThat(run("delete", "mine").code()).as("nobody can be asked").isNotZero();
    well("delete", "mine", "--yes");
    await("gone").atMost(LONG).until(() -> run("job", "mine").code() == ExitCode.NOT_FOUND);
    assertThat(run("delete", "echo", "--yes").code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aGroupIsHandedOver() {
    String before = nodes.leader().node().name().value();
    well("resign", "default", "--yes");
    await("another leader")
        .atMost(LONG)
        .until(() -> !nodes.leader().node().name().value().equals(before));
  }

  @Test
  void aNodeIsDrained() {
    String before = nodes.leader().node().name().value();
    assertThat(run("drain", before).code()).as("nobody can be asked").isNotZero();
    assertThat(run("drain", "nobody", "--yes").code()).isEqualTo(ExitCode.NOT_FOUND);
    well("drain", before, "--yes");
    await("another leader")
        .atMost(LONG)
        .until(() -> !nodes.leader().node().name().value().equals(before));
    assertThat(well("nodes").out().lines().filter(line -> line.startsWith(before)).toList())
        .singleElement()
        .asString()
        .contains("drained by");
    String last = nodes.leader().node().name().value();
    Printed refused = run("drain", last, "--yes");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).contains("nobody but node " + last);
    well("undrain", before);
    assertThat(well("audit", "--what", "drain").out()).contains("drain ").contains(before);
    assertThat(well("nodes").out()).doesNotContain("drained");
  }

  @Test
  void whatHappensIsWatched() {
    Printed seen = well("watch", "--job", "tick", "--count", "3", "-o", "json");
    assertThat(seen.out().lines().toList())
        .hasSize(3)
        .allSatisfy(line -> assertThat(JsonObject.parse(line).has("event")).isTrue());
  }

  @Test
  void shellsCompleteTheCommands() {
    assertThat(completion("bash")).contains("complete").contains("trigger");
    assertThat(completion("zsh")).contains("trigger");
  }

  private static String completion(String shell) {
    StringWriter out = new StringWriter();
    CommandLine tenure =
        TenureCommand.commandLine(
                (http, view) -> {
                  throw new IllegalStateException("no node is started here");
                })
            .setOut(new PrintWriter(out));
    assertThat(tenure.execute("completion", shell)).isZero();
    return out.toString();
  }
}
