package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the one of {@code cron}, {@code every} and {@code at} that a job has. */
final class ScheduleReader {

  private static final String ALLOWED =
      "exactly one of cron = \"30 2 * * *\", every = 10s and at = \"2026-01-31T08:00:00Z\"";
  private static final ScheduleConfig UNREADABLE = new ScheduleConfig.At(List.of());

  private final ConfigReader job;
  private final ZoneId zone;

  ScheduleReader(ConfigReader job, ZoneId zone) {
    this.job = job;
    this.zone = zone;
  }

  /**
   * What is wrong leaves a noted problem.
   *
   * @param enabled whether the job needs one
   */
  ScheduleConfig read(boolean enabled) {
    Optional<ScheduleConfig> cron =
        job.located("cron", Values.text()).map(ScheduleConfig.Cron::new);
    Optional<ScheduleConfig> every =
        job.located("every", ScheduleReader::period).map(ScheduleConfig.Every::new);
    Optional<ScheduleConfig> at = at();
    List<String> written = Stream.of("cron", "every", "at").filter(job::isSet).toList();
    if (written.isEmpty() && !enabled) {
      return new ScheduleConfig.ByHand();
    }
    if (written.isEmpty()) {
      job.missing("cron", ALLOWED + ", or enabled = false");
    } else if (written.size() > 1) {
      job.problem(written.get(1), "stands beside " + written.get(0), ALLOWED);
    }
    return cron.or(() -> every).or(() -> at).orElse(UNREADABLE);
  }

  private Optional<ScheduleConfig> at() {
    Optional<List<Located<Instant>>> instants = job.list("at", Values.instant(zone));
    if (instants.isPresent() && instants.get().isEmpty()) {
      job.problem("at", "is empty", "at least one instant");
    }
    return instants.map(
        list ->
            new ScheduleConfig.At(list.stream().map(Located::value).distinct().sorted().toList()));
  }

  private static Duration period(ConfigValue value) throws BadValue {
    Duration period = Values.duration(Duration.ofMillis(1), Duration.ofDays(3650)).parse(value);
    if (period.toNanos() % 1_000_000 != 0) {
      throw new BadValue("is " + Durations.text(period), "whole milliseconds");
    }
    return period;
  }
}
