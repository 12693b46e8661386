package dev.tenure.schedule;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.JobConfig;
import dev.tenure.config.ScheduleConfig;
import dev.tenure.config.TimingConfig;
import dev.tenure.model.CalendarSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a job of the files runs, as data that can be stored.
 *
 * @param schedule with {@code H} replaced by what it stands for; one with {@code every} goes
 *     through the job's start, if it has one, else through the epoch; without slots for a job that
 *     has no schedule
 * @param start no slot before it
 * @param end no slot after it
 * @param calendar the name of a calendar
 * @param spread how much later each slot is than the schedule says
 */
public record JobTiming(
    ScheduleSpec schedule,
    Optional<Instant> start,
    Optional<Instant> end,
    Optional<String> calendar,
    Duration spread) {

  /** Throws {@link ScheduleException} for wrong cron text. */
  public static JobTiming of(JobConfig job) {
    TimingConfig timing = job.timing();
    JobHash hash = new JobHash(job.group(), job.name());
    ScheduleSpec schedule;
    if (timing.schedule() instanceof ScheduleConfig.Cron cron) {
      schedule =
          new ScheduleSpec.Cron(
              HashedCron.resolve(cron.text().value(), hash), timing.zone(), timing.dst());
    } else if (timing.schedule() instanceof ScheduleConfig.Every every) {
      schedule =
          new ScheduleSpec.Every(every.period().value(), timing.start().orElse(Instant.EPOCH));
    } else if (timing.schedule() instanceof ScheduleConfig.At at) {
      schedule = new ScheduleSpec.At(at.instants());
    } else {
      schedule = new ScheduleSpec.At(List.of());
    }
    return new JobTiming(
        schedule,
        timing.start(),
        timing.end(),
        timing.calendar().map(located -> located.value()),
        hash.part(timing.spread()));
  }

  /** The grid. Throws {@link ScheduleException} for a calendar that cannot be used. */
  public Grid grid(List<CalendarConfig> calendars) {
    return Grids.of(schedule, start, end, calendar.map(name -> calendar(name, calendars)), spread);
  }

  static CalendarFilter calendar(String name, List<CalendarConfig> calendars) {
    return Calendars.compile(name, wanted -> spec(calendars, wanted));
  }

  private static Optional<CalendarSpec> spec(List<CalendarConfig> calendars, String name) {
    return calendars.stream()
        .filter(calendar -> calendar.name().equals(name))
        .map(CalendarConfig::spec)
        .findFirst();
  }
}
