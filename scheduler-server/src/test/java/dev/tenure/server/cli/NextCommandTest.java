package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class NextCommandTest {

  @TempDir private Path folder;
  private Path node;

  @BeforeEach
  void files() throws IOException {
    node = Files.writeString(folder.resolve("tenure.conf"), "tenure.jobs.files = [\"jobs.conf\"]");
    Files.writeString(
        folder.resolve("jobs.conf"),
        """
        jobs {
          report {
            class = no.such.Class, cron = "30 2 * * *", time-zone = Europe/Berlin
            calendar = closed, spread = 10s, end = "2026-12-31T00:00:00Z"
          }
          often { class = no.such.Class, every = 1h, start = "2026-03-29T00:15:00.250Z", enabled = false }
          once { class = no.such.Class, at = "2026-01-01T00:00:00Z" }
          "twice" { class = no.such.Class, every = 1m }
        }
        calendars.closed { type = holiday, dates = "2026-03-28", time-zone = Europe/Berlin }
        """);
    Files.writeString(folder.resolve("more.conf"), "");
  }

  @Test
  void anExpressionShowsWhatHappensWhereTheClocksChange() {
    assertThat(
            run(
                "30 2 * * *",
                "--zone",
                "Europe/Berlin",
                "--from",
                "2026-03-28T00:00:00Z",
                "--count",
                "3"))
        .containsExactly(
            "0",
            "30 2 * * * (Europe/Berlin)",
            "SLOT                  ON THE WALL                     NOTE",
            "2026-03-28T01:30:00Z  Sat 2026-03-28 02:30:00 +01:00",
            "2026-03-29T01:00:00Z  Sun 2026-03-29 03:00:00 +02:00  clocks went forward 1h, end of the"
                + " gap 02:00 to 03:00",
            "2026-03-30T00:30:00Z  Mon 2026-03-30 02:30:00 +02:00");
    assertThat(
            run(
                "30 2 * * *",
                "--zone=Europe/Berlin",
                "--from=2026-10-24T12:00:00Z",
                "--count=3",
                "--dst=skip,both"))
        .containsExactly(
            "0",
            "30 2 * * * (Europe/Berlin)",
            "SLOT                  ON THE WALL                     NOTE",
            "2026-10-25T00:30:00Z  Sun 2026-10-25 02:30:00 +02:00  first of two",
            "2026-10-25T01:30:00Z  Sun 2026-10-25 02:30:00 +01:00  clocks went back 1h, second of two",
            "2026-10-26T01:30:00Z  Mon 2026-10-26 02:30:00 +01:00");
  }

  @Test
  void aJobHasItsCalendarItsSpreadAndItsEnd() {
    List<String> lines = run("report", "--from", "2026-03-27T00:00:00Z", "--count", "2");

    assertThat(lines.subList(0, 2))
        .containsExactly(
            "0",
            "default/report: 30 2 * * * (Europe/Berlin) until 2026-12-31T00:00:00Z, calendar closed");
    assertThat(lines.get(3)).matches("2026-03-27T01:30:0\\d\\.\\d+Z  Fri 2026-03-27 02:30:0.*");
    assertThat(lines.get(4)).startsWith("2026-03-29T01:00:0");
    assertThat(run("report", "--from", "2026-12-30T00:00:00Z"))
        .last()
        .asString()
        .startsWith("no slot after 2026-12-30T01:30:0");
  }

  @Test
  void optionsStandInForWhatTheFileSays() {
    assertThat(
            run("report", "--zone=UTC", "--dst=skip", "--from=2026-04-01T00:00:00Z", "--count=1"))
        .element(1)
        .asString()
        .startsWith("default/report: 30 2 * * * (UTC)");
    assertThat(run("often", "--from", "2026-01-01T00:00:00Z", "--count", "1"))
        .containsExactly(
            "0",
            "default/often: every 1h from 2026-03-29T00:15:00.250Z, not enabled",
            "SLOT                      ON THE WALL                         NOTE",
            "2026-03-29T00:15:00.250Z  Sun 2026-03-29 00:15:00.250 +00:00");
    assertThat(run("once", "--from", "2026-01-01T00:00:00Z"))
        .containsExactly(
            "0", "default/once: at 2026-01-01T00:00:00Z", "no slot after 2026-01-01T00:00:00Z");
  }

  @Test
  void mistakesAreTold() throws IOException {
    assertThat(run("61 * * * *"))
        .containsExactly(
            "2",
            "error: \"61 * * * *\", position 1: \"61\" is out of range for minute; allowed: 0 to 59",
            "hint: docs/configuration.md has the grammar");
    assertThat(run("repot"))
        .containsExactly(
            "2",
            "error: no job \"repot\"",
            "hint: known: often, once, report, twice; a cron expression is one argument, in quotes");
    assertThat(run("report", "--dst", "jump"))
        .contains(
            "error: Invalid value for option '--dst': \"jump\" is no rule; allowed: skip, shift, first,"
                + " second, both, vixie");
    assertThat(run("report", "--zone", "Mars"))
        .contains(
            "error: Invalid value for option '--zone': \"Mars\" is not a time zone; allowed: a region"
                + " such as Europe/Berlin, or UTC");
    assertThat(run("report", "--from", "now")).element(0).isEqualTo("2");
    assertThat(run("report", "--count", "0"))
        .containsExactly("2", "error: --count is 0", "hint: 1 to 10000");

    Files.writeString(
        folder.resolve("tenure.conf"),
        "tenure.jobs.files = [\"jobs.conf\"]\njobs.report { class = x, group = b, every = 5 }");
    assertThat(run("report"))
        .element(1)
        .asString()
        .contains("tenure.conf:2: jobs.report.every: is 5, a duration without a unit");
    Files.writeString(
        folder.resolve("tenure.conf"),
        "tenure.jobs.files = [\"jobs.conf\"]\njobs.report { class = x, group = b, every = 5s }");
    assertThat(run("report"))
        .containsExactly(
            "2",
            "error: several groups have a job \"report\"",
            "hint: --group b, or --group default");
    assertThat(run("report", "--group", "b", "--count", "1")).element(0).isEqualTo("0");
  }

  /** The exit code, then what was printed. */
  private List<String> run(String... args) {
    StringWriter printed = new StringWriter();
    CommandLine command =
        TenureCommand.commandLine(
            (settings, view) -> {
              throw new IllegalStateException("no node is needed");
            });
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    List<String> all = new ArrayList<>(List.of("next", "--config", node.toString()));
    all.addAll(Arrays.asList(args));
    int code = command.execute(all.toArray(String[]::new));
    List<String> lines = new ArrayList<>(List.of(Integer.toString(code)));
    printed.toString().lines().forEach(lines::add);
    return lines;
  }
}
