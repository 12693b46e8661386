package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
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
  void aJobsClocksCalendarAndSpreadMakeItsGrid() throws IOException {
    Configuration configuration =
        load("""
                jobs {
                  twice { class = x, cron = "30 2 25 10 *", time-zone = "Europe/Berlin", dst.overlap = both }
                  workday { class = x, cron = "0 12 * * *", calendar = closed }
                  hashed { class = x, cron = "H H * * *" }
                  spread { class = x, cron = "@daily", spread = 1h }
                }
                calendars {
                  closed { type = holiday, dates = "2026-01-02", base = weekend }
                  weekend { type = weekly, days = [sat, sun] }
                }
                """)
            .orThrow();
    List<List<Instant>> slots =
        configuration.jobs().stream()
            .map(job -> Walk.first(Grids.of(job, configuration.calendars()), T, 2))
            .toList();

    assertThat(slots.get(0))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(slots.get(1))
        .containsExactly(
            Instant.parse("2026-01-01T12:00:00Z"), Instant.parse("2026-01-05T12:00:00Z"));
    JobHash hashed = new JobHash(new GroupName("default"), new JobName("hashed"));
    assertThat(slots.get(2).get(0).atZone(ZoneOffset.UTC).toLocalTime())
        .isEqualTo(LocalTime.of((int) hashed.below(24, "hour"), (int) hashed.below(60, "minute")));
    JobHash spread = new JobHash(new GroupName("default"), new JobName("spread"));
    assertThat(slots.get(3))
        .containsExactly(
            T.plus(spread.part(Duration.ofHours(1))),
            T.plus(Duration.ofDays(1)).plus(spread.part(Duration.ofHours(1))));
    assertThat(Grids.problems(configuration.jobs(), configuration.calendars())).isEmpty();
  }

  @Test
  void calendarsThatCannotWorkAreReportedAtTheirLine() throws IOException {
    assertThat(
            problems(
                """
                calendars {
                  bad { type = cron, cron = "61 * * * *" }
                  hashed { type = cron, cron = "H * * * *" }
                }
                """))
        .containsExactly(
            "2: calendars.bad.cron: \"61 * * * *\", position 1: \"61\" is out of range for minute;"
                + " allowed: 0 to 59",
            "3: calendars.hashed.cron: \"H * * * *\", position 1: \"H\" needs a job, by whose name it"
                + " stands for a value; allowed: numbers");
    assertThat(
            problems(
                """
                calendars.noon { type = daily, from = "11:59", to = "12:01" }
                jobs {
                  ever { class = x, cron = "1 12 * * *" }
                  never { class = x, cron = "0 12 * * *", calendar = noon }
                  nobody { class = x, cron = "0 12 * * *", calendar = none }
                }
                """))
        .containsExactly(
            "4: jobs.never.calendar: is \"noon\", which leaves out every slot of the job; allowed: a"
                + " calendar that leaves some",
            "5: jobs.nobody.calendar: is \"none\", and there is no such calendar, did you mean"
                + " \"noon\"?; allowed: noon");
  }

  private List<String> problems(String text) throws IOException {
    ConfigLoader.Result result = load(text);
    Configuration configuration = result.configuration().orElseThrow();
    return result
        .with(Grids.problems(configuration.jobs(), configuration.calendars()))
        .problems()
        .stream()
        .map(problem -> problem.toString().replaceAll("^.*jobs.conf:", ""))
        .toList();
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
