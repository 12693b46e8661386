package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadFilesTest {

  @TempDir Path folder;

  private final ConfigLoader loader = ConfigLoader.of(Map.of(), Map.of(), "node-1");

  @Test
  void fiveMistakesGiveFiveMessages() throws IOException {
    assertThat(
            jobProblems(
                """
                jobs {
                  ping { class = "a.B", every = 10 }
                  pong {
                    clas = "a.B"
                    cron = "* * * * *"
                    timeout = soon
                  }
                  both { class = "a.B", cron = "@daily", every = 1s, concurrency = replaces }
                }
                """))
        .containsExactly(
            "jobs.conf:2: jobs.ping.every: is 10, a duration without a unit; allowed: a number with"
                + " a unit (ns, us, ms, s, m, h or d), such as 5s, or ISO 8601, such as PT5S",
            "jobs.conf:3: jobs.pong: has no class; allowed: the name of a class that implements"
                + " org.quartz.Job",
            "jobs.conf:4: jobs.pong.clas: unknown key, did you mean \"class\"?; allowed:"
                + " alerts, at, calendar, catch-up, class, concurrency, cron, data, description, dst, enabled, end,"
                + " every, expect-success-within, group, on-leader-loss, owner, priority, retention, retry, spread, start,"
                + " tags, time-zone, timeout, when-stuck",
            "jobs.conf:6: jobs.pong.timeout: is \"soon\", not a duration; allowed: a number with a"
                + " unit (ns, us, ms, s, m, h or d), such as 5s, or ISO 8601, such as PT5S, or none",
            "jobs.conf:8: jobs.both.concurrency: is \"replaces\"; allowed: allow, forbid,"
                + " replace",
            "jobs.conf:8: jobs.both.every: stands beside cron; allowed: exactly one of cron = \"30"
                + " 2 * * *\", every = 10s and at = \"2026-01-31T08:00:00Z\"");
  }

  @Test
  void problemsOfNodeAndJobFilesComeTogether() throws IOException {
    write("jobs.conf", "jobs { ping { every = 1s } }");
    Path node =
        write("tenure.conf", "tenure {\n  session.tll = 5s\n  http.bind = \"0.0.0.0:70\"\n}");

    assertThat(problems(loader.load(node)))
        .containsExactly(
            "jobs.conf:1: jobs.ping: has no class; allowed: the name of a class that implements"
                + " org.quartz.Job",
            "tenure.conf:2: tenure.session.tll: unknown key, did you mean \"ttl\"?; allowed:"
                + " margin, retry, ttl",
            "tenure.conf:3: tenure.http.bind: is 0.0.0.0:70, reachable from other machines, and"
                + " nobody needs a token; allowed: 127.0.0.1, ::1 or localhost; any address with"
                + " tenure.api.tokens-file and tenure.http.tls, or with"
                + " tenure.http.allow-remote-without-authentication = true");
  }

  @Test
  void aGoodJobBesideABadOneIsStillPassedOn() throws IOException {
    Path jobs =
        write("jobs.conf", "jobs {\n good { class = a.B, every = 1s }\n bad { class = c.D }\n}");

    ConfigLoader.Result result = loader.load(Optional.empty(), List.of(jobs));

    assertThat(result.problems()).hasSize(1);
    assertThat(result.configuration().orElseThrow().jobs())
        .extracting(job -> job.className().value())
        .containsExactly("a.B", "c.D");
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("jobs.conf:3: jobs.bad: has no cron; allowed: exactly one of");
  }

  @Test
  void syntaxErrorsHaveALine() throws IOException {
    assertThat(jobProblems("jobs {\n  ping {\n    every = }\n"))
        .singleElement()
        .asString()
        .startsWith("jobs.conf:3: ");
  }

  @Test
  void datesOutOfAllReachAreRefused() throws IOException {
    assertThat(jobProblems("jobs.a { class = a.B, at = \"+10000-01-01T00:00:00Z\" }"))
        .containsExactly(
            "jobs.conf:1: jobs.a.at: is \"+10000-01-01T00:00:00Z\", out of range; allowed: the years"
                + " 1 to 9999");
  }

  @Test
  void missingFilesAreNamedWhereTheyAreAskedFor() throws IOException {
    Path node = write("tenure.conf", "tenure {\n  jobs.files = [\"a.conf\"]\n}");

    assertThat(problems(loader.load(node)))
        .containsExactly(
            "tenure.conf:2: tenure.jobs.files: there is no file "
                + folder.resolve("a.conf")
                + "; allowed: a file that exists");
    assertThat(problems(loader.load(folder.resolve("no.conf"))))
        .first()
        .asString()
        .startsWith("command line: there is no file ");
  }

  @Test
  void aMissingIncludeIsNotSilent() throws IOException {
    assertThat(jobProblems("jobs { }\n\ninclude \"shared.conf\"\n"))
        .containsExactly(
            "jobs.conf:3: include of \"shared.conf\", which does not exist; allowed: a file that"
                + " exists, relative to the file that includes it");
    assertThat(jobProblems("include required(\"shared.conf\")\n")).hasSize(1);
    assertThat(jobProblems("include required(file(\"/no/such.conf\"))\n")).hasSize(1);
  }

  @Test
  void anIncludedFileReportsItsOwnLines() throws IOException {
    write("shared.conf", "jobs {\n  ping { class = a.B, every = 0s }\n}\n");

    assertThat(jobProblems("include \"shared.conf\"\n"))
        .containsExactly(
            "shared.conf:2: jobs.ping.every: is 0s, out of range; allowed: 1ms to 3650d");
  }

  @Test
  void everyUnsetVariableIsNamedAndTheRestIsChecked() throws IOException {
    assertThat(
            jobProblems(
                """
                jobs {
                  a { class = ${FIRST}, every = 1s }
                  b { class = "x-"${SECOND}, every = 1 }
                }
                """))
        .containsExactly(
            "jobs.conf:2: ${FIRST} is set nowhere; allowed: a variable of the environment, a path"
                + " of this file, or ${?FIRST} if optional",
            "jobs.conf:3: ${SECOND} is set nowhere; allowed: a variable of the environment, a path"
                + " of this file, or ${?SECOND} if optional",
            "jobs.conf:3: jobs.b.every: is 1, a duration without a unit; allowed: a number with a"
                + " unit (ns, us, ms, s, m, h or d), such as 5s, or ISO 8601, such as PT5S");
  }

  @Test
  void aNameInTwoFilesNamesBothPlaces() throws IOException {
    Path one = write("one.conf", "jobs { ping { class = a.B, every = 1s } }");
    Path two = write("two.conf", "\njobs { ping { class = a.B, every = 1s } }");

    assertThat(problems(loader.load(Optional.empty(), List.of(one, two))))
        .containsExactly(
            "two.conf:2: jobs.ping: group \"default\" has a job of this name already, at "
                + one
                + ":1; allowed: a name that is unique in its group");
  }

  @Test
  void settingsOfALaterVersionAreUnknown() throws IOException {
    assertThat(jobProblems("jobs { a { class = a.B, every = 1s, circuit-breaker { } } }"))
        .singleElement()
        .asString()
        .startsWith("jobs.conf:1: jobs.a.circuit-breaker: unknown key");
  }

  @Test
  void nodeSettingsAndStrayKeysDoNotBelongInAJobFile() throws IOException {
    assertThat(jobProblems("tenure.groups = [a]\njob { }\nvars.x = 1"))
        .containsExactly(
            "jobs.conf:1: tenure: node settings in a job file; allowed: calendars, jobs and vars;"
                + " tenure in the node file only",
            "jobs.conf:2: job: unknown key, did you mean \"jobs\"?; allowed: calendars, jobs,"
                + " tenure, vars");
  }

  private List<String> jobProblems(String text) throws IOException {
    Path jobs = write("jobs.conf", text);
    return problems(loader.load(Optional.empty(), List.of(jobs)));
  }

  private List<String> problems(ConfigLoader.Result result) {
    String prefix = folder.toAbsolutePath() + "/";
    return result.problems().stream()
        .map(ConfigProblem::toString)
        .map(line -> line.startsWith(prefix) ? line.substring(prefix.length()) : line)
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
