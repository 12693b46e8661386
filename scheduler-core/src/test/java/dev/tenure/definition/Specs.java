package dev.tenure.definition;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.Dst;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/** Definitions for tests. */
final class Specs {

  static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private Specs() {}

  static JobName jobName(String name) {
    return new JobName(name);
  }

  static TriggerName triggerName(String name) {
    return new TriggerName(name);
  }

  static JobSpec job(String name) {
    return JobSpec.of(jobName(name), "com.acme.Report");
  }

  static JobSpec durable(String name) {
    return job(name).withDurable(true);
  }

  static TriggerSpec trigger(String name, String job) {
    return TriggerSpec.of(
        triggerName(name),
        jobName(job),
        new ScheduleSpec.Cron("0 0 * * * ?", ZoneOffset.UTC, Dst.VIXIE),
        SINCE);
  }

  static CalendarSpec weekends() {
    return new CalendarSpec(
        new CalendarSpec.Excluded.Weekly(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
        ZoneOffset.UTC,
        Optional.empty(),
        "weekends");
  }
}
