package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Logs of runs, and of nodes, with real processes and jobs from plug-ins. */
final class RunLogsIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String JOBS =
      """
      jobs {
        letter {
          class = "dev.tenure.examples.LogJob", at = "2099-01-01T00:00:00Z"
          data.message = "by hand"
        }
        shell {
          class = "dev.tenure.examples.ShellCommand", at = "2099-01-01T00:00:00Z"
          data.command = [sh, "-c", "echo out; echo err >&2"]
        }
        chatty {
          class = "dev.tenure.examples.ShellCommand", at = "2099-01-01T00:00:00Z"
          data.command = [sh, "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo line $i; done"]
        }
      }
      """;

  @TempDir private Path folder;
  private final List<Launched> launched = new ArrayList<>();
  private String root = "";
  private Launched first;
  private Launched second;
  private String asked = "";

  private record Printed(int code, String out, String err) {}

  @BeforeEach
  void cluster() throws IOException {
    root = etcd.freshRoot().replaceAll("/$", "");
    Files.writeString(folder.resolve("jobs.conf"), JOBS);
    first = node("node-1", Map.of("TENURE_LOG_FORMAT", "json"));
    first.awaitLine("ready to fire");
    second = node("node-2", Map.of());
    asked = second.awaitLine("listening on (127\\.0\\.0\\.1:\\d+)").group(1);
    second.awaitLine("group default: led by ");
    await("the jobs").atMost(LONG).until(() -> run("jobs").out().contains("chatty"));
  }

  @AfterEach
  void end() {
    launched.forEach(Launched::close);
  }

  private Launched node(String name, Map<String, String> environment) throws IOException {
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
              runs.logs.dir = run-logs
            }
            """
                .formatted(
                    name,
                    String.join(",", etcd.etcd().endpoints()),
                    root,
                    Launched.home().resolve("plugins")));
    Launched node = Launched.tenure(folder, environment, "node", "--config", file.toString());
    launched.add(node);
    return node;
  }

  /** A command that asks the second node. */
  private Printed run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", asked));
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

  private String done(String job) {
    return well("trigger", job, "--wait").out().lines().findFirst().orElseThrow();
  }

  @Test
  void logsAreReadThroughAnyNodeUntilTheOneThatHasThemIsKilled() throws Exception {
    String letter = done("letter");
    assertThat(well("logs", letter).out())
        .contains("INFO  dev.tenure.examples.LogJob: default.letter: by hand");
    String shell = done("shell");
    assertThat(well("logs", shell).out().lines())
        .hasSize(2)
        .anyMatch(line -> line.endsWith("Z out"))
        .anyMatch(line -> line.endsWith("Z err"));
    String chatty = done("chatty");
    List<String> lines = well("logs", chatty).out().lines().toList();
    assertThat(lines).hasSizeLessThan(10_002).first().asString().endsWith(" line 1");
    assertThat(lines).last().asString().endsWith(" line 20000");
    assertThat(lines).anyMatch(line -> line.matches("… \\d+ lines left out"));
    assertThat(folder.resolve("run-logs/node-1/default/letter"))
        .isDirectoryContaining("glob:**.log");

    assertThat(first.lines())
        .allSatisfy(line -> assertThat(JsonObject.find(line)).as(line).isPresent());
    JsonObject said =
        first.lines().stream()
            .map(JsonObject::parse)
            .filter(line -> line.text("formattedMessage").orElse("").contains("by hand"))
            .findFirst()
            .orElseThrow();
    assertThat(said.text("level")).contains("INFO");
    assertThat(said.text("loggerName")).contains("dev.tenure.examples.LogJob");
    JsonObject context = said.requiredObject("mdc");
    assertThat(context.text("tenure.run")).contains(letter);
    assertThat(context.text("tenure.group")).contains("default");
    assertThat(context.text("tenure.job")).contains("letter");
    assertThat(context.text("tenure.attempt")).contains("1");
    assertThat(context.text("tenure.node")).contains("node-1");
    assertThat(context.text("tenure.term").orElse("")).matches("\\d+");

    first.signal("KILL");
    first.awaitExit();
    second.awaitLine("ready to fire");
    Printed gone = run("logs", letter);
    assertThat(gone.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(gone.err()).contains("is on node node-1").contains("hint: ");

    String again = done("letter");
    second.awaitLine("LogJob: \\[" + again + " term \\d+] default.letter: by hand");
    assertThat(second.output()).doesNotContain("[ term ]");
    assertThat(well("logs", again).out()).contains("by hand");
  }
}
