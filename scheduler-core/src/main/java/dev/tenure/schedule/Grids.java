package dev.tenure.schedule;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobConfig;
import dev.tenure.model.Dst;
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
    return cron(text, zone, Dst.VIXIE);
  }

  /** The same with a rule for changes of the clocks. */
  public static Grid cron(String text, ZoneId zone, Dst dst) {
    CronFields fields = CronParser.parse(text);
    if (fields.isNever()) {
      throw new ScheduleException(
          text, 1, "never fires: no such day ever comes", "days that their months have");
    }
    return new CronGrid(text.strip(), fields, zone, dst);
  }

  /**
   * At a fixed distance, through an anchor that all nodes share.
   *
   * @param period positive, whole milliseconds
   * @param anchor one of the slots
   */
  public static Grid every(Duration period, Instant anchor) {
    return EveryGrid.of(period, anchor);
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
    return start.isEmpty() && end.isEmpty() ? grid : BoundedGrid.of(grid, start, end);
  }

  /**
   * The grid of a schedule alone. Throws {@link ScheduleException} for wrong cron text, and {@link
   * IllegalArgumentException} for other values that are out of range.
   */
  public static Grid of(ScheduleSpec spec) {
    if (spec instanceof ScheduleSpec.Cron cron) {
      return cron(cron.text(), cron.zone(), cron.dst());
    }
    if (spec instanceof ScheduleSpec.Every every) {
      return every(every.period(), every.anchor());
    }
    if (spec instanceof ScheduleSpec.At at) {
      return at(at.instants());
    }
    if (spec instanceof ScheduleSpec.Repeat repeat) {
      return RepeatGrid.of(repeat.start(), repeat.interval(), repeat.count());
    }
    if (spec instanceof ScheduleSpec.CalendarInterval interval) {
      return CalendarIntervalGrid.of(interval);
    }
    return DailyTimeGrid.of((ScheduleSpec.DailyTime) spec);
  }

  /**
   * The grid of a trigger, as {@link #of(ScheduleSpec)}. Many triggers with few schedules share
   * them by {@link SharedGrids}.
   *
   * @param start no slot before it
   * @param end no slot after it; with {@code Repeat} and {@code CalendarInterval} none at it
   *     either, as in Quartz
   * @param calendar what it leaves out has no slots; it is asked before {@code spread} counts, and
   *     so are {@code start} and {@code end}
   * @param spread how much later each slot is than the schedule says; zero or more
   */
  public static Grid of(
      ScheduleSpec spec,
      Optional<Instant> start,
      Optional<Instant> end,
      Optional<CalendarFilter> calendar,
      Duration spread) {
    return limited(of(spec), spec, start, end, calendar, spread);
  }

  static Grid limited(
      Grid schedule,
      ScheduleSpec spec,
      Optional<Instant> start,
      Optional<Instant> end,
      Optional<CalendarFilter> calendar,
      Duration spread) {
    boolean excludesEnd =
        spec instanceof ScheduleSpec.Repeat || spec instanceof ScheduleSpec.CalendarInterval;
    Grid grid = bounded(schedule, start, excludesEnd ? end.map(e -> e.minusMillis(1)) : end);
    Grid filtered = calendar.<Grid>map(c -> new CalendarGrid(grid, c)).orElse(grid);
    return spread.isZero() ? filtered : new ShiftedGrid(filtered, spread);
  }

  /**
   * The grid of a job. Throws {@link ScheduleException}.
   *
   * @param calendars those of the configuration that the job is from
   */
  public static Grid of(JobConfig job, List<CalendarConfig> calendars) {
    return JobTiming.of(job).grid(calendars);
  }

  /** What is wrong with the schedules of jobs and with calendars, by file and line. */
  public static List<ConfigProblem> problems(List<JobConfig> jobs, List<CalendarConfig> calendars) {
    return new TimingCheck(calendars).problems(jobs);
  }
}
