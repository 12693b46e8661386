package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.model.GroupName;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a change of job files counts. */
final class NodeFilesTest {

  private static final GroupName GROUP = new GroupName("default");
  private static final Duration REST = Duration.ofMillis(500);
  private static final String NODE = "tenure { node.name = n, jobs.files = [\"jobs\"] }\n";

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime();
  private Instant modified = Instant.parse("2026-01-01T00:00:00Z");
  private NodeFiles files;
  private Configuration asRead;
  private int changes;

  @BeforeEach
  void start() throws IOException {
    Path jobs = Files.createDirectories(folder.resolve("jobs"));
    write("jobs/a.conf", "jobs.a { class = \"%s\", every = 1s }");
    Path node = folder.resolve("tenure.conf");
    Files.writeString(node, NODE);
    ConfigLoader loader = ConfigLoader.of(Map.of(), Map.of(), "n");
    asRead = loader.load(node).orThrow();
    List<Path> watched = List.of(jobs.resolve("a.conf"), node);
    files =
        new NodeFiles(
            asRead,
            PluginCatalog.of(NodeFilesTest.class.getClassLoader()),
            Optional.of(
                new NodeFiles.Source(watched, FileStamps.of(watched), () -> loader.load(node))),
            time.loop("files"));
    files.watch(() -> changes++);
  }

  private void write(String name, String jobs) throws IOException {
    Path file =
        Files.writeString(folder.resolve(name), jobs.formatted(RecordingJob.class.getName()));
    modified = modified.plusSeconds(1);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private List<String> jobs() {
    return files.of(GROUP).jobs().stream().map(file -> file.job().name().value()).toList();
  }

  @Test
  void aChangeCountsWhenTheFilesAreAtRest() throws IOException {
    time.pass(REST.multipliedBy(10));
    assertThat(changes).isZero();
    for (int i = 0; i < 10; i++) {
      write("jobs/a.conf", "jobs.b" + i + " { class = \"%s\", every = 1s }");
      time.pass(REST);
    }
    assertThat(changes).isZero();
    time.pass(REST.multipliedBy(2));
    assertThat(changes).isEqualTo(1);
    assertThat(jobs()).containsExactly("b9");
    assertThat(files.of(GROUP).modified()).isEqualTo(modified);
  }

  @Test
  void aNewFileInTheFolderCounts() throws IOException {
    write("jobs/c.conf", "jobs.c { class = \"%s\", every = 1s }");
    time.pass(REST.multipliedBy(3));
    assertThat(jobs()).containsExactly("a", "c");
    Files.delete(folder.resolve("jobs/c.conf"));
    time.pass(REST.multipliedBy(3));
    assertThat(jobs()).containsExactly("a");
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void aFileThatChangedWhileItWasReadIsReadAgain() throws IOException {
    // The program has read a.conf as it was, and looks at its time only after this.
    Instant begun = modified.plusMillis(500);
    write("jobs/a.conf", "jobs.b { class = \"%s\", every = 1s }");
    Path node = folder.resolve("tenure.conf");
    List<Path> watched = List.of(folder.resolve("jobs/a.conf"));
    NodeFiles late =
        new NodeFiles(
            asRead,
            PluginCatalog.of(NodeFilesTest.class.getClassLoader()),
            Optional.of(
                new NodeFiles.Source(
                    watched,
                    FileStamps.of(watched).asReadFrom(begun),
                    () -> ConfigLoader.of(Map.of(), Map.of(), "n").load(node))),
            time.loop("late"));
    assertThat(late.of(GROUP).modified()).isBefore(modified);
    late.watch(() -> changes++);
    time.pass(REST.multipliedBy(3));
    assertThat(late.of(GROUP).jobs())
        .singleElement()
        .satisfies(file -> assertThat(file.job().name().value()).isEqualTo("b"));
    assertThat(late.of(GROUP).modified()).isEqualTo(modified);
  }

  @Test
  void aNodeThatEndsTakesNoNoticeOfItsFilesAnyMore() throws IOException {
    files.watch(() -> changes++);
    files.close();
    write("jobs/a.conf", "jobs.b { class = \"%s\", every = 1s }");
    time.pass(REST.multipliedBy(3));
    assertThat(changes).isZero();
  }

  @Test
  void filesWithAProblemChangeNothingUntilTheyAreMended() throws IOException {
    write("jobs/a.conf", "jobs.b { class = \"%s\", evry = 1s }");
    time.pass(REST.multipliedBy(3));
    assertThat(changes).isZero();
    assertThat(jobs()).containsExactly("a");
    write("jobs/a.conf", "jobs.b { class = \"%s\", every = 1s }");
    time.pass(REST.multipliedBy(3));
    assertThat(changes).isEqualTo(1);
    assertThat(jobs()).containsExactly("b");
  }

  private List<String> settingsSaid(LogLines lines) {
    return lines.containing("count when it is started anew");
  }

  @Test
  void settingsThatHaveChangedAreSaidOnceAndCountAfterARestart() throws IOException {
    try (LogLines lines = LogLines.of(NodeFiles.class)) {
      write("tenure.conf", NODE + "tenure.session.ttl = 9s");
      time.pass(REST.multipliedBy(3));
      assertThat(settingsSaid(lines))
          .singleElement()
          .asString()
          .contains("tenure.session.ttl = \"9s\" (runs with \"5s\")")
          .doesNotContain("tenure.node");

      write("jobs/a.conf", "jobs.b { class = \"%s\", every = 1s }");
      time.pass(REST.multipliedBy(3));
      assertThat(jobs()).containsExactly("b");
      assertThat(settingsSaid(lines)).hasSize(1);

      write("tenure.conf", NODE + "tenure.session.ttl = 7s");
      time.pass(REST.multipliedBy(3));
      assertThat(settingsSaid(lines)).hasSize(2);
    }
  }

  @Test
  void whatIsSaidOfAllJobsIsNoSettingThatWaits() throws IOException {
    try (LogLines lines = LogLines.of(NodeFiles.class)) {
      write("tenure.conf", NODE + "tenure.jobs { version = 7, defaults.timeout = 9s }");
      time.pass(REST.multipliedBy(3));
      assertThat(files.of(GROUP).version()).hasValue(7);
      assertThat(settingsSaid(lines)).isEmpty();
    }
  }
}
