package dev.tenure.schedule;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobConfig;
import dev.tenure.config.Located;
import dev.tenure.config.Origin;
import dev.tenure.config.ScheduleConfig;
import dev.tenure.model.CalendarSpec.Excluded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what is wrong with the schedules of jobs and with calendars. */
final class TimingCheck {

  private final List<CalendarConfig> calendars;

  TimingCheck(List<CalendarConfig> calendars) {
    this.calendars = calendars;
  }

  List<ConfigProblem> problems(List<JobConfig> jobs) {
    List<ConfigProblem> problems = new ArrayList<>();
    calendars.forEach(calendar -> check(calendar).ifPresent(problems::add));
    boolean usable = problems.isEmpty();
    jobs.forEach(job -> check(job, usable).ifPresent(problems::add));
    return problems;
  }

  private static Optional<ConfigProblem> check(CalendarConfig calendar) {
    try {
      Calendars.of(calendar.spec());
      return Optional.empty();
    } catch (ScheduleException e) {
      String text = calendar.spec().excluded() instanceof Excluded.Cron cron ? cron.text() : "";
      return Optional.of(problem(calendar.origin(), text, e));
    }
  }

  private Optional<ConfigProblem> check(JobConfig job, boolean withCalendar) {
    try {
      JobTiming timing = JobTiming.of(job);
      Grid plain = Grids.of(timing.schedule());
      Optional<Located<String>> calendar = job.timing().calendar().filter(c -> isUsable(c.value()));
      return withCalendar && calendar.isPresent()
          ? neverIncluded(timing, plain, calendar.get())
          : Optional.empty();
    } catch (ScheduleException e) {
      if (job.timing().schedule() instanceof ScheduleConfig.Cron cron) {
        return Optional.of(problem(cron.text().origin(), cron.text().value(), e));
      }
      return Optional.of(new ConfigProblem(job.origin(), e.what(), e.allowed()));
    }
  }

  /** An unknown name, or a circle, was noted when the files were read. */
  private boolean isUsable(String calendar) {
    try {
      JobTiming.calendar(calendar, calendars);
      return true;
    } catch (ScheduleException e) {
      return false;
    }
  }

  private Optional<ConfigProblem> neverIncluded(
      JobTiming timing, Grid plain, Located<String> calendar) {
    Grid filtered =
        new JobTiming(
                timing.schedule(),
                Optional.empty(),
                Optional.empty(),
                timing.calendar(),
                Duration.ZERO)
            .grid(calendars);
    Optional<Instant> first = plain.next(Instant.EPOCH);
    return first.isPresent() && filtered.next(Instant.EPOCH).isEmpty()
        ? Optional.of(
            new ConfigProblem(
                calendar.origin(),
                "is \"" + calendar.value() + "\", which leaves out every slot of the job",
                "a calendar that leaves some"))
        : Optional.empty();
  }

  private static ConfigProblem problem(Origin origin, String text, ScheduleException e) {
    return new ConfigProblem(
        origin, "\"" + text + "\", position " + e.position() + ": " + e.what(), e.allowed());
  }
}
