package dev.tenure.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of one run, without the thread that writes. */
class RunLogTest {

  private static final RunId RUN = RunId.parse("default/report/1795861996798/1");
  private static final Instant AT = Instant.parse("2026-11-28T10:33:16.862Z");
  private static final LogQuery ALL = new LogQuery(0, OptionalInt.empty(), 1 << 20);
  private static final LogLimits SMALL = new LogLimits(64 << 10, 100);

  @TempDir private Path folder;
  private final Backlog backlog = new Backlog();
  private final RunLog log = new RunLog(RUN, RUN.toString(), SMALL, backlog);

  private LogFiles files() {
    return new LogFiles(folder.resolve("logs").resolve("node-1"));
  }

  private LogTrail trail() {
    return new LogTrail(files(), files().head(RUN), SMALL);
  }

  private List<LogLine> read(LogQuery query) throws IOException {
    return new LogReader(files())
        .lines(RUN)
        .map(lines -> LogReader.select(lines, query))
        .orElse(List.of());
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }

  @Test
  void linesAreKeptWithWhatIsKnownOfThem() throws IOException {
    log.add(AT, "WARN", "com.acme.Report", "it failed\n\tat A\n\nCaused by: B\n");
    log.add(AT, "", "", "printed\r");
    trail().write(log.drain());

    assertThat(files().head(RUN))
        .hasContent(
            """
            2026-11-28T10:33:16.862Z WARN com.acme.Report it failed
            \t\tat A
            \t
            \tCaused by: B
            2026-11-28T10:33:16.862Z - - printed
            """);
    assertThat(read(ALL).stream().map(LogLine::shown))
        .containsExactly(
            "2026-11-28T10:33:16.862Z WARN  com.acme.Report: it failed",
            "\tat A",
            "",
            "Caused by: B",
            "2026-11-28T10:33:16.862Z printed");
  }

  @Test
  void whatWouldConfuseATerminalIsReplacedAndLongLinesAreCut() throws IOException {
    log.print("\u001b[31mred\u0007");
    log.print("x".repeat(100_000));
    trail().write(log.drain());

    assertThat(texts(read(ALL))).first().isEqualTo("\uFFFD[31mred\uFFFD");
    assertThat(read(ALL).get(1).text()).hasSize(LogText.LONGEST + 1).endsWith("x…");
  }

  @Test
  void ofALongLogTheFirstAndTheLastPartAreKept() throws IOException {
    LogTrail trail = trail();
    for (int i = 1; i <= 1000; i++) {
      log.print("line " + i);
      if (i % 7 == 0) {
        trail.write(log.drain());
      }
    }
    trail.write(log.drain());

    List<LogLine> kept = read(ALL);
    assertThat(kept).hasSizeBetween(75, 100);
    assertThat(texts(kept).subList(0, 50)).first().isEqualTo("line 1");
    assertThat(kept.get(49).text()).isEqualTo("line 50");
    assertThat(kept.get(kept.size() - 1).text()).isEqualTo("line 1000");
    assertThat(kept.get(50).leftOut()).isEqualTo(1000 - kept.size());
    assertThat(kept).allSatisfy(line -> assertThat(line.text()).isEqualTo("line " + line.number()));
    assertThat(kept.stream().mapToLong(LogLine::leftOut).sum()).isEqualTo(1000 - kept.size());
  }

  @Test
  void bytesAreBoundedAsLinesAre() throws IOException {
    LogTrail trail = trail();
    for (int i = 1; i <= 300; i++) {
      log.print(i + " " + "x".repeat(3000));
      trail.write(log.drain());
    }
    long bytes = 0;
    for (LogLine line : read(ALL)) {
      bytes += line.text().length();
    }
    assertThat(bytes).isBetween(40L << 10, 64L << 10);
    assertThat(read(ALL)).last().extracting(LogLine::number).isEqualTo(300L);
  }

  @Test
  void whatIsPrintedFasterThanItIsWrittenIsBoundedInMemory() throws IOException {
    for (int i = 1; i <= 100_000; i++) {
      log.print("line " + i);
    }
    RunLog.Batch batch = log.drain();
    assertThat(batch.head()).hasSize(50);
    assertThat(batch.tail()).hasSize(25);
    trail().write(batch);
    assertThat(texts(read(ALL))).startsWith("line 1", "line 2").endsWith("line 100000");
  }

  @Test
  void whoFollowsIsToldWhatWasLeftOutMeanwhile() throws IOException {
    LogTrail trail = trail();
    for (int i = 1; i <= 60; i++) {
      log.print("line " + i);
    }
    trail.write(log.drain());
    assertThat(read(new LogQuery(60, OptionalInt.empty(), 1 << 20))).isEmpty();
    for (int i = 61; i <= 200; i++) {
      log.print("line " + i);
    }
    trail.write(log.drain());

    LogLine next = read(new LogQuery(60, OptionalInt.empty(), 1 << 20)).get(0);
    assertThat(next.number()).isEqualTo(176);
    assertThat(next.leftOut()).isEqualTo(115);
  }

  @Test
  void theEndAndThePartAfterAPlaceCanBeAskedFor() throws IOException {
    for (int i = 1; i <= 20; i++) {
      log.print("line " + i);
    }
    trail().write(log.drain());

    List<LogLine> end = read(new LogQuery(0, OptionalInt.of(2), 1 << 20));
    assertThat(texts(end)).containsExactly("line 19", "line 20");
    assertThat(end.get(0).leftOut()).as("not wanted is not left out").isZero();
    assertThat(texts(read(new LogQuery(18, OptionalInt.empty(), 1 << 20))))
        .containsExactly("line 19", "line 20");
    assertThat(read(new LogQuery(0, OptionalInt.empty(), 100))).hasSizeBetween(1, 5);
    assertThat(texts(read(new LogQuery(0, OptionalInt.of(10), 100)))).endsWith("line 20");
    assertThat(read(new LogQuery(0, OptionalInt.of(10), 100))).hasSizeBetween(1, 5);
  }

  @Test
  void whatComesAfterTheEndIsDropped() {
    log.print("in time");
    assertThat(log.end()).isTrue();
    log.print("too late");
    RunLog.Batch batch = log.drain();
    assertThat(batch.head()).hasSize(1);
    assertThat(batch.over()).isTrue();
  }

  @Test
  void aRunThatPrintsNothingLeavesNothing() {
    assertThat(log.end()).isFalse();
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void linesThatCouldNotBeWrittenCountAsLeftOut() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("logs"), "a file, and no folder");
    LogTrail trail = trail();
    log.print("lost");
    assertThatThrownBy(() -> trail.write(log.drain())).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    log.print("kept");
    trail.write(log.drain());

    assertThat(texts(read(ALL))).containsExactly("kept");
    assertThat(read(ALL).get(0).leftOut()).isEqualTo(1);
  }

  @Test
  void namesThatAreTooLongForAFileAreShortened() {
    String job = "j".repeat(400);
    Path head = files().head(RunId.parse("default/" + job + "/manual~x/5/2"));
    assertThat(head.getFileName()).hasToString("manual~x@5-2.log");
    assertThat(head.getParent().getFileName().toString()).hasSizeLessThan(120).startsWith("jjj");
    assertThat(head.getParent())
        .isNotEqualTo(
            files().head(RunId.parse("default/" + job.substring(1) + "k/5/2")).getParent());
  }
}
