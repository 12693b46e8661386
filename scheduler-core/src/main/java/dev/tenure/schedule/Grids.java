package dev.tenure.schedule;

import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobConfig;
import dev.tenure.config.ScheduleConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Makes grids. */
public final class Grids {

  private Grids() {}

  /**
   * By the wall clock of a zone; {@code docs/configuration.md} has the grammar and what happens
   * when the clocks change. Throws {@link ScheduleException} for text that is not of it, and for a
   * date that never comes, such as the 31st of February.
   *
   * @param text six or seven fields of Quartz, five fields of Unix cron, or a name such as
   *     {@code @daily}
   */
  public static Grid cron(String text, ZoneId zone) {
    CronFields fields = CronParser.parse(text);
    if (fields.isNever()) {
      throw new ScheduleException(
          text, 1, "never fires: no such day ever comes", "days that their months have");
    }
    return new CronGrid(text.strip(), fields, zone);
  }

  /**
   * At a fixed distance, through an anchor that all nodes share.
   *
   * @param period positive, whole milliseconds
   * @param anchor one of the slots
   */
  public static Grid every(Duration period, Instant anchor) {
    return new EveryGrid(period, anchor);
  }

  /** At a fixed distance, through the epoch. */
  public static Grid every(Duration period) {
    return every(period, Instant.EPOCH);
  }

  /** At certain instants, in any order. */
  public static Grid at(List<Instant> instants) {
    return new AtGrid(instants);
  }

  /** The slots of a grid that are not before {@code start} and not after {@code end}. */
  public static Grid bounded(Grid grid, Optional<Instant> start, Optional<Instant> end) {
    return start.isEmpty() && end.isEmpty() ? grid : new BoundedGrid(grid, start, end);
  }

  /**
   * The grid of a job. One with {@code every} goes through its {@code start}, if it has one, else
   * through the epoch. Throws {@link ScheduleException}.
   */
  public static Grid of(JobConfig job) {
    Grid grid;
    if (job.schedule() instanceof ScheduleConfig.Cron cron) {
      grid = cron(cron.text().value(), job.zone());
    } else if (job.schedule() instanceof ScheduleConfig.Every every) {
      grid = every(every.period().value(), job.start().orElse(Instant.EPOCH));
    } else {
      grid = at(((ScheduleConfig.At) job.schedule()).instants());
    }
    return bounded(grid, job.start(), job.end());
  }

  /** What is wrong with the schedules of jobs, by file and line. */
  public static List<ConfigProblem> problems(List<JobConfig> jobs) {
    return jobs.stream().flatMap(job -> problem(job).stream()).toList();
  }

  private static Optional<ConfigProblem> problem(JobConfig job) {
    try {
      of(job);
      return Optional.empty();
    } catch (ScheduleException e) {
      if (job.schedule() instanceof ScheduleConfig.Cron cron) {
        String what = "\"" + cron.text().value() + "\", position " + e.position() + ": " + e.what();
        return Optional.of(new ConfigProblem(cron.text().origin(), what, e.allowed()));
      }
      return Optional.of(new ConfigProblem(job.origin(), e.what(), e.allowed()));
    }
  }
}
