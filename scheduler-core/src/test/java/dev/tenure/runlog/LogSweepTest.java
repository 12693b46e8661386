package dev.tenure.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.RunLogsConfig;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When logs go. */
class LogSweepTest {

  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final GroupName GROUP = new GroupName("default");
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;
  private LogFiles files;
  private LogSweep sweep;

  @BeforeEach
  void open() {
    files = new LogFiles(folder.resolve("node-1"));
    sweep =
        new LogSweep(
            files, new RunLogsConfig(true, folder, 256 << 10, 1000, MIB, Duration.ofDays(1)));
  }

  private static RunId run(String job, int slot) {
    return RunId.parse("default/" + job + "/" + slot + "/1");
  }

  private Path log(String job, int slot, int bytes, Duration age) throws IOException {
    Path head = files.head(run(job, slot));
    files.makeFolderOf(head);
    Files.write(head, new byte[bytes]);
    Files.setLastModifiedTime(head, FileTime.from(NOW.minus(age)));
    return head;
  }

  @Test
  void whatIsTooOldGoesAndItsFolderToo() throws IOException {
    Path old = log("report", 1, 10, Duration.ofHours(25));
    Path end = Files.copy(old, LogFiles.segment(old, 0));
    Files.setLastModifiedTime(end, FileTime.from(NOW.minus(Duration.ofHours(25))));
    Path young = log("other", 1, 10, Duration.ofHours(23));
    sweep.run(NOW, Set.of());
    assertThat(old.getParent()).doesNotExist();
    assertThat(young).exists();
    assertThat(sweep.droppedUpTo()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void theLogOfARunThatGoesOnStays() throws IOException {
    Path old = log("report", 1, 2 * MIB, Duration.ofDays(3));
    sweep.run(NOW, Set.of(old));
    assertThat(old).exists();
  }

  @Test
  void theOldestMakeRoom() throws IOException {
    Path oldest = log("report", 1, MIB / 2, Duration.ofHours(3));
    Path older = log("other", 1, MIB / 2, Duration.ofHours(2));
    Path newest = log("report", 2, MIB / 4, Duration.ofHours(1));
    sweep.run(NOW, Set.of());
    assertThat(oldest).doesNotExist();
    assertThat(older).exists();
    assertThat(newest).exists();
    assertThat(sweep.droppedUpTo()).isEqualTo(NOW.minus(Duration.ofHours(3)));
    assertThat(sweep.isFull()).isFalse();
  }

  @Test
  void tinyFilesCountAsWhatTheyTake() throws IOException {
    for (int slot = 0; slot < 300; slot++) {
      log("report", slot, 1, Duration.ofMinutes(300 - slot));
    }
    sweep.run(NOW, Set.of());
    assertThat(files.head(run("report", 0))).doesNotExist();
    assertThat(files.head(run("report", 299))).exists();
  }

  @Test
  void whatTheLedgerHasForgottenGoes() throws IOException {
    Path forgotten = log("report", 1, 10, Duration.ofHours(2));
    Path kept = log("report", 2, 10, Duration.ofMinutes(30));
    Path foreign = log("other", 1, 10, Duration.ofHours(2));
    sweep.forget(GROUP, new JobName("report"), NOW.minus(Duration.ofHours(1)));
    sweep.forget(GROUP, new JobName("report"), NOW.minus(Duration.ofHours(9)));
    sweep.run(NOW, Set.of());
    assertThat(forgotten).doesNotExist();
    assertThat(kept).exists();
    assertThat(foreign).exists();
  }

  @Test
  void whatTheLedgerForgotWhileNobodyLookedGoes() throws IOException {
    Path gone = log("removed", 1, 10, Duration.ofHours(2));
    Path since = log("removed", 2, 10, Duration.ofMinutes(30));
    Path known = log("report", 1, 10, Duration.ofHours(2));
    sweep.know(GROUP, Set.of(new JobName("report")), NOW.minus(Duration.ofHours(1)));
    sweep.run(NOW, Set.of());
    assertThat(gone).doesNotExist();
    assertThat(since).exists();
    assertThat(known).exists();
  }

  @Test
  void aGroupThatNothingWasSaidOfKeepsItsLogs() throws IOException {
    Path other = log("report", 1, 10, Duration.ofHours(2));
    sweep.know(new GroupName("another"), Set.of(), NOW);
    sweep.run(NOW, Set.of());
    assertThat(other).exists();
  }

  @Test
  void whatIsNotOursIsLeftAlone() throws IOException {
    log("report", 1, 10, Duration.ofHours(2));
    Path foreign = Files.writeString(files.root().resolve("default/notes.txt"), "mine");
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));
    sweep.run(NOW, Set.of());
    assertThat(foreign).exists();
  }
}
