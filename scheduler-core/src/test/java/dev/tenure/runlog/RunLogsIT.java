package dev.tenure.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.RunLogsConfig;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs with the thread that writes them. */
@Timeout(60)
final class RunLogsIT {

  private static final NodeName NODE = new NodeName("node-1");
  private static final LogQuery ALL = new LogQuery(0, OptionalInt.empty(), 1 << 20);
  private static final RunId RUN = RunId.parse("default/report/1795861996798/1");
  private static final RunId OTHER = RunId.parse("default/other/1795861996798/1");

  @TempDir private Path folder;

  private RunLogs open(boolean enabled) {
    return open(enabled, folder.resolve("logs"));
  }

  private static RunLogs open(boolean enabled, Path dir) {
    return RunLogs.open(
        new RunLogsConfig(enabled, dir, 64 << 10, 1000, 1 << 20, Duration.ofDays(1)), NODE);
  }

  private static List<String> texts(RunLogs logs, RunId run) throws IOException {
    return logs.read(run, ALL, Optional.empty()).lines().stream().map(LogLine::text).toList();
  }

  private static void say(RunLogs logs, String text) {
    logs.current(null).ifPresent(log -> log.print(text));
  }

  @Test
  void whatARunPrintsIsReadWhileItGoesOnAndAfterwards() throws Exception {
    try (RunLogs logs = open(true)) {
      RunLog log = logs.of(RUN);
      logs.enter(log);
      say(logs, "first");
      await("it is written").until(() -> texts(logs, RUN).equals(List.of("first")));
      assertThat(logs.read(RUN, ALL, Optional.empty()).over()).isFalse();
      say(logs, "last");
      logs.leave(log);
      say(logs, "nobody's");
      Optional<Instant> ended = Optional.of(Instant.now());
      await("it is over").until(() -> logs.read(RUN, ALL, ended).over());
      assertThat(texts(logs, RUN)).containsExactly("first", "last");
    }
  }

  @Test
  void threadsThatARunStartsAreItsOwn() throws Exception {
    try (RunLogs logs = open(true)) {
      RunLog log = logs.of(RUN);
      logs.enter(log);
      Thread child = new Thread(() -> say(logs, "from a child"));
      child.start();
      child.join();
      logs.leave(log);
      assertThat(logs.current(null)).isEmpty();
      await("it is written").until(() -> texts(logs, RUN).equals(List.of("from a child")));
    }
  }

  @Test
  void aRunThatIsNamedGoesBeforeTheOneThatMadeTheThread() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (RunLogs logs = open(true)) {
      RunLog maker = logs.of(RUN);
      logs.enter(maker);
      pool.submit(() -> say(logs, "made")).get();
      RunLog user = logs.of(OTHER);
      Thread second =
          new Thread(
              () -> {
                logs.enter(user);
                pool.submit(() -> logs.current(OTHER.toString()).orElseThrow().print("named"));
              });
      second.start();
      second.join();
      await("both").until(() -> texts(logs, OTHER).equals(List.of("named")));
      assertThat(texts(logs, RUN)).containsExactly("made");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void closingWritesWhatWaits() throws Exception {
    RunLogs logs = open(true);
    RunLog log = logs.of(RUN);
    logs.enter(log);
    say(logs, "last words");
    logs.close();
    assertThat(texts(logs, RUN)).containsExactly("last words");
  }

  @Test
  void runsThatPrintNothingTouchNoDisk() throws Exception {
    RunLogs logs = open(true);
    for (int slot = 0; slot < 1000; slot++) {
      RunLog log = logs.of(RunId.parse("default/report/" + slot + "/1"));
      logs.enter(log);
      logs.leave(log);
    }
    logs.close();
    assertThat(folder.resolve("logs")).doesNotExist();
    LogPart part = logs.read(RUN, ALL, Optional.of(Instant.now()));
    assertThat(part.standing()).isEqualTo(LogPart.Standing.EMPTY);
    assertThat(part.over()).isTrue();
  }

  @Test
  void aDiskThatCannotBeWrittenBreaksNoRunAndIsUsedAgain() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("logs"), "a file, and no folder");
    try (RunLogs logs = open(true)) {
      RunLog log = logs.of(RUN);
      logs.enter(log);
      say(logs, "lost");
      await("it goes on, and recovers")
          .until(
              () -> {
                if (Files.isRegularFile(inTheWay)) {
                  Files.delete(inTheWay);
                }
                say(logs, "kept");
                return texts(logs, RUN).contains("kept");
              });
      logs.leave(log);
    }
  }

  @Test
  void whatIsSwitchedOffKeepsNothing() throws Exception {
    try (RunLogs logs = open(false)) {
      RunLog log = logs.of(RUN);
      logs.enter(log);
      assertThat(logs.current(RUN.toString())).isEmpty();
      log.print("nothing");
      logs.leave(log);
      LogPart part = logs.read(RUN, ALL, Optional.empty());
      assertThat(part.standing()).isEqualTo(LogPart.Standing.OFF);
    }
    assertThat(folder.resolve("logs")).doesNotExist();
  }

  @Test
  void aLogThatIsOlderThanWhatIsKeptIsGone() throws Exception {
    try (RunLogs logs = open(true)) {
      Optional<Instant> ended = Optional.of(Instant.now().minus(Duration.ofDays(2)));
      assertThat(logs.read(RUN, ALL, ended).standing()).isEqualTo(LogPart.Standing.GONE);
    }
  }

  @Test
  void allTogetherAreBounded() throws Exception {
    try (RunLogs logs = open(true)) {
      for (int slot = 0; slot < 60; slot++) {
        RunLog log = logs.of(RunId.parse("default/report/" + slot + "/1"));
        logs.enter(log);
        for (int i = 0; i < 30; i++) {
          say(logs, "x".repeat(1000));
        }
        logs.leave(log);
      }
    }
    try (Stream<Path> all = Files.walk(folder.resolve("logs"))) {
      long bytes = all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isLessThan((1 << 20) + (200 << 10));
    }
  }
}
