package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Retry;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.GroupName;
import dev.tenure.model.TriggerName;
import dev.tenure.node.GroupFiles.Age;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What job files become, and which of two sets of files is the newer one. */
final class GroupFilesTest {

  private static final GroupName DEFAULT = new GroupName("default");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path folder;

  private GroupFiles read(String jobs) throws IOException {
    Path file = Files.writeString(folder.resolve("jobs.conf"), jobs);
    Path node = Files.writeString(folder.resolve("tenure.conf"), "tenure.node.name = n");
    Configuration configuration = ConfigLoader.of(Map.of(), Map.of(), "n").load(node).orThrow();
    assertThat(configuration.node().jobs().files()).contains(file);
    return GroupFiles.of(configuration, DEFAULT, NOON);
  }

  @Test
  void whatIsConfiguredIsDefined() throws IOException {
    GroupFiles files =
        read(
            """
            jobs.a {
              class = "com.acme.A", every = 10s, start = "2026-01-01T00:00:03Z"
              catch-up { policy = all, max = 7, window = 1h }
              concurrency = forbid, timeout = 5s, on-leader-loss = rerun, priority = 9
              retry { attempts = 3, back-off = 1s }
              data { x = 1, y { z = [a, b] } }
              description = "what it does", owner = me, tags = [t]
            }
            jobs.elsewhere { class = "com.acme.B", every = 1s, group = other }
            """);

    assertThat(files.jobs()).hasSize(1);
    JobSpec job = files.jobs().get(0).job();
    assertThat(job.type()).isEqualTo("com.acme.A");
    assertThat(job.durable()).isTrue();
    assertThat(job.source()).isEqualTo(Source.FILES);
    assertThat(job.concurrency()).isEqualTo(Concurrency.FORBID);
    assertThat(job.timeout()).contains(Duration.ofSeconds(5));
    assertThat(job.retry().map(Retry::attempts)).contains(3);
    assertThat(job.onLeaderLoss().name()).isEqualTo("RERUN");
    assertThat(job.data()).containsEntry("x", 1L);
    assertThat(job.data()).containsEntry("y", Map.of("z", List.of("a", "b")));
    assertThat(job.owner()).contains("me");
    assertThat(job.tags()).containsExactly("t");
    TriggerSpec trigger = files.jobs().get(0).trigger().orElseThrow();
    assertThat(trigger.name()).isEqualTo(new TriggerName("a"));
    assertThat(trigger.edition()).isEqualTo(TriggerSpec.FILES_EDITION);
    assertThat(trigger.priority()).isEqualTo(9);
    assertThat(trigger.catchUp()).isEqualTo(new CatchUp.All(7, Duration.ofHours(1)));
    assertThat(trigger.schedule())
        .isEqualTo(
            new ScheduleSpec.Every(Duration.ofSeconds(10), Instant.parse("2026-01-01T00:00:03Z")));
  }

  @Test
  void aDisabledJobIsThereWithoutSlots() throws IOException {
    GroupFiles files = read("jobs.a { class = \"com.acme.A\", every = 1s, enabled = false }");
    assertThat(files.jobs()).hasSize(1);
    assertThat(files.jobs().get(0).triggers()).isEmpty();
  }

  @Test
  void theDigestIsOfTheMeaningAndNotOfTheText() throws IOException {
    GroupFiles files =
        read(
            """
            jobs.a { class = "com.acme.A", every = 60s, data { x = 1, y = 2, z { p = 1, q = 2 } } }
            jobs.b { class = "com.acme.B", cron = "@daily", calendar = closed }
            calendars.closed { type = holiday, dates = ["2026-12-25", "2026-12-26", "2026-01-01"] }
            """);
    GroupFiles same =
        read(
            """
            # A comment, another order, another way to write a minute.
            calendars.closed { type = holiday, dates = ["2026-01-01", "2026-12-26", "2026-12-25"] }
            jobs.b { calendar = closed, class = "com.acme.B", cron = "@daily" }
            jobs.a { data { z { q = 2, p = 1 }, y = 2, x = 1 }, every = 1m, class = "com.acme.A" }
            """);
    assertThat(same.digest()).isEqualTo(files.digest());
    String base = read("jobs.a { class = A, every = 60s, data { x = 2 } }").digest();
    for (String other :
        List.of(
            "jobs.a { class = A, every = 60s, data { x = 3 } }",
            "jobs.a { class = A, every = 60s, data { x = \"2\" } }",
            "jobs.a { class = A, every = 61s, data { x = 2 } }",
            "jobs.a { class = A, every = 60s, data { x = 2 }, enabled = false }",
            "jobs.b { class = A, every = 60s, data { x = 2 } }")) {
      assertThat(read(other).digest()).as(other).isNotEqualTo(base);
    }
  }

  @Test
  void aNumberGoesBeforeATimeAndEqualAgeIsNotNewer() {
    AppliedFiles byTime = new AppliedFiles(OptionalLong.empty(), NOON, "other", Set.of());
    AppliedFiles byNumber = new AppliedFiles(OptionalLong.of(7), NOON, "other", Set.of());

    assertThat(files(OptionalLong.empty(), NOON.plusSeconds(1)).comparedTo(byTime))
        .isEqualTo(Age.NEWER);
    assertThat(files(OptionalLong.empty(), NOON).comparedTo(byTime)).isEqualTo(Age.OLDER);
    assertThat(files(OptionalLong.empty(), NOON.plusSeconds(1)).comparedTo(byNumber))
        .isEqualTo(Age.OLDER);
    assertThat(files(OptionalLong.of(1), NOON.minusSeconds(1)).comparedTo(byTime))
        .isEqualTo(Age.NEWER);
    assertThat(files(OptionalLong.of(7), NOON.plusSeconds(1)).comparedTo(byNumber))
        .isEqualTo(Age.OLDER);
    assertThat(files(OptionalLong.of(8), NOON.minusSeconds(1)).comparedTo(byNumber))
        .isEqualTo(Age.NEWER);
    AppliedFiles same = new AppliedFiles(OptionalLong.of(9), NOON, "digest", Set.of());
    assertThat(files(OptionalLong.of(1), NOON).comparedTo(same)).isEqualTo(Age.SAME);
  }

  private static GroupFiles files(OptionalLong version, Instant modified) {
    return new GroupFiles(version, modified, "digest", List.of(), Map.of());
  }
}
