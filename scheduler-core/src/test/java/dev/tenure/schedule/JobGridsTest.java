package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobGridsTest {

  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void aJobsScheduleZoneStartAndEndMakeItsGrid() throws IOException {
    List<JobConfig> jobs =
        jobs(
            """
            jobs {
              cron { class = x, cron = "@daily", time-zone = "Europe/Berlin" }
              every { class = x, every = 1h, start = "2026-01-01T00:15:00Z" }
              plain { class = x, every = 1h }
              at { class = x, at = "2026-01-01T05:00:00Z" }
              ended { class = x, every = 1h, end = "2025-01-01T00:00:00Z" }
            }
            """);

    assertThat(jobs.stream().map(job -> Grids.of(job, List.of()).next(T)).toList())
        .containsExactly(
            Optional.of(Instant.parse("2026-01-01T23:00:00Z")),
            Optional.of(Instant.parse("2026-01-01T00:15:00Z")),
            Optional.of(Instant.parse("2026-01-01T01:00:00Z")),
            Optional.of(Instant.parse("2026-01-01T05:00:00Z")),
            Optional.empty());
    assertThat(Grids.problems(jobs, List.of())).isEmpty();
  }

  @Test
  void wrongCronTextIsReportedAtItsLineBesideWhatTheLoaderFound() throws IOException {
    ConfigLoader.Result result =
        load(
            """
            jobs {
              good { class = x, cron = "@daily", timeout = 5 }
              bad { class = x, cron = "61 * * * *" }
              never { class = x
                cron = "0 0 31 2 *" }
            }
            """);
    List<ConfigProblem> all =
        result
            .with(Grids.problems(result.configuration().orElseThrow().jobs(), List.of()))
            .problems();

    assertThat(all)
        .extracting(problem -> problem.origin().line() + " " + problem.origin().path())
        .containsExactly("2 jobs.good.timeout", "3 jobs.bad.cron", "5 jobs.never.cron");
    assertThat(all.get(1).what())
        .isEqualTo("\"61 * * * *\", position 1: \"61\" is out of range for minute");
    assertThat(all.get(1).allowed()).isEqualTo("0 to 59");
  }

  @Test
  void gridsDescribeThemselves() {
    assertThat(Grids.every(Duration.ofSeconds(90)).describe()).isEqualTo("every 1m30s");
    assertThat(Grids.cron(" @daily ", ZoneOffset.UTC).describe()).isEqualTo("@daily (Z)");
    assertThat(Grids.bounded(Grids.at(List.of(T)), Optional.of(T), Optional.empty()).describe())
        .isEqualTo("at 2026-01-01T00:00:00Z from 2026-01-01T00:00:00Z");
  }

  private List<JobConfig> jobs(String text) throws IOException {
    return load(text).orThrow().jobs();
  }

  private ConfigLoader.Result load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("jobs.conf"), text);
    return ConfigLoader.of(Map.of(), Map.of(), "n").load(Optional.empty(), List.of(file));
  }
}
