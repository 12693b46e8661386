package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.server.http.ServedNodes;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.Fuzz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What one cluster exports, another one takes and exports again, to the letter. */
final class RoundTripIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final int FILES = 4;
  private static final int JOBS = 12;

  @TempDir private Path folder;
  private ServedNodes first;
  private ServedNodes second;

  private record Printed(int code, String out, String err) {}

  @BeforeEach
  void clusters() throws IOException {
    first = cluster("first");
    second = cluster("second");
  }

  private ServedNodes cluster(String name) throws IOException {
    ServedNodes nodes = new ServedNodes(etcd, Files.createDirectory(folder.resolve(name)));
    nodes.start("node-1", "jobs {}");
    nodes.leader();
    return nodes;
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private static String address(ServedNodes nodes) {
    return "127.0.0.1:" + nodes.leader().server().port();
  }

  private static Printed run(ServedNodes nodes, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--server");
    all.add(address(nodes));
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

  private static String well(ServedNodes nodes, String... arguments) {
    Printed printed = run(nodes, arguments);
    assertThat(printed.code()).as("%s: %s", List.of(arguments), printed).isZero();
    return printed.out();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void whatIsExportedAndAppliedElsewhereIsExportedThereTheSame() {
    Fuzz.run(
        "job files",
        FILES,
        random -> {
          String said = new JobFileVariety(random).text(JOBS);
          String written = file("said.conf", said).toString();
          well(first, "apply", written, "--prune", "--yes");
          assertThat(well(first, "apply", written, "--dry-run"))
              .as(said)
              .startsWith("plan: 0 added");

          String exported = well(first, "export", "-");
          String file = file("exported.conf", exported).toString();
          assertThat(run(first, "apply", file, "--dry-run").code())
              .as("what was exported is what is there")
              .isZero();
          well(second, "apply", file, "--prune", "--yes");
          assertThat(well(second, "export")).isEqualTo(exported);
          whatIsShownCanBeSent(first);
        });
    assertThat(Path.of("-")).doesNotExist();
  }

  private static void whatIsShownCanBeSent(ServedNodes nodes) {
    NodeClient client = NodeClient.of(address(nodes));
    List<JsonObject> jobs = JobList.all(client, Optional.empty(), Optional.empty());
    assertThat(jobs).hasSize(JOBS);
    for (JsonObject each : jobs) {
      LiveJob job = LiveJob.find(client, JobRef.of(each)).orElseThrow();
      JsonObject sent =
          client
              .change("PUT", job.ref().path().text(), Map.of(), Json.write(job.definition()))
              .json();
      assertThat(sent.requiredNumber("revision"))
          .as("nothing was changed of %s", job.answer().members())
          .isEqualTo(job.answer().requiredNumber("revision"));
    }
  }

  @Test
  void aFolderIsExportedAndApplied() throws IOException {
    String said = new JobFileVariety(new java.util.Random(5)).text(3);
    well(first, "apply", file("said.conf", said).toString());
    Path jobs = Files.createDirectory(folder.resolve("jobs.d"));
    well(first, "export", jobs.toString());
    assertThat(jobs.resolve("default.conf")).exists();
    assertThat(jobs.resolve("_calendars.conf")).content().contains("weekends");
    well(second, "apply", jobs.toString());
    assertThat(well(second, "export")).isEqualTo(well(first, "export"));
  }

  @Test
  void calendarsAreChangedAndRemovedWithTheJobsThatNameThem() throws IOException {
    String with =
        """
        calendars {
          base { type = weekly, days = [SAT] }
          top { type = monthly, days = [1], base = base }
        }
        jobs { a { class = "%s", every = 1h, calendar = top } }
        """
            .formatted(ServedNodes.Echo.class.getName());
    Printed plan = run(first, "apply", file("a.conf", with).toString(), "--dry-run");
    assertThat(plan.code()).isEqualTo(1);
    assertThat(plan.out()).contains("+ calendar default/base", "+ default/a", "3 added");
    well(first, "apply", file("a.conf", with).toString());

    Path other = file("b.conf", with.replace("[1]", "[2]"));
    assertThat(well(first, "apply", other.toString())).contains("~ calendar default/top");
    Path without =
        file(
            "c.conf",
            "jobs { a { class = \"%s\", every = 1h } }"
                .formatted(ServedNodes.Echo.class.getName()));
    assertThat(well(first, "apply", without.toString(), "--prune", "--yes"))
        .contains("- calendar default/top", "- calendar default/base", "~ default/a");
    assertThat(well(first, "export")).doesNotContain("calendar");
  }
}
