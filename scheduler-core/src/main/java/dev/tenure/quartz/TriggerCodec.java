package dev.tenure.quartz;

import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.Wording;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.Grids;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.schedule.SharedGrids;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** Quartz's triggers to what is stored, and back. Thread-safe. */
record TriggerCodec(QuartzNames names, SharedGrids grids) {

  /**
   * What is stored of a trigger. Its slots count from its next fire time, if that was computed,
   * else from its start. A trigger that came from the store keeps what Quartz has no word for: its
   * spread, its wording, and a catch-up with limits.
   *
   * @throws IllegalArgumentException that says what of it cannot be stored; also for a schedule
   *     that is wrong
   */
  TriggerSpec spec(Trigger trigger) {
    ScheduleSpec schedule = QuartzSchedules.of(trigger);
    Optional<Instant> start = instant(trigger.getStartTime());
    Optional<Instant> end = instant(trigger.getEndTime());
    Grids.of(schedule, start, end, Optional.empty(), Duration.ZERO);
    return new TriggerSpec(
        names.name(trigger.getKey()),
        names.name(trigger.getJobKey()),
        "",
        schedule,
        start,
        end,
        Optional.ofNullable(trigger.getCalendarName()),
        trigger.getPriority(),
        trigger.getMisfireInstruction(),
        catchUp(trigger, schedule),
        trigger instanceof StoredTrigger<?> stored ? stored.spec().spread() : Duration.ZERO,
        instant(trigger.getNextFireTime()).or(() -> start).orElse(Instant.EPOCH).minusMillis(1),
        TriggerMode.NORMAL,
        QuartzData.storable("trigger " + trigger.getKey(), trigger.getJobDataMap()),
        Objects.requireNonNullElse(trigger.getDescription(), ""),
        Source.API,
        "",
        wording(trigger, schedule));
  }

  private static Wording wording(Trigger trigger, ScheduleSpec schedule) {
    if (!(trigger instanceof StoredTrigger<?> stored)) {
      return Wording.NONE;
    }
    Wording before = stored.spec().wording();
    return stored.spec().schedule().equals(schedule)
        ? before
        : new Wording(Optional.empty(), before.spread());
  }

  private static CatchUp catchUp(Trigger trigger, ScheduleSpec schedule) {
    return trigger instanceof StoredTrigger<?> stored
            && stored.spec().misfireInstruction() == trigger.getMisfireInstruction()
        ? stored.spec().catchUp()
        : MisfirePolicy.catchUp(schedule, trigger.getMisfireInstruction());
  }

  /** The trigger as Quartz sees it. */
  StoredTrigger<?> trigger(TriggerSpec spec, StoredTrigger.Place place) {
    TriggerKey key = names.key(spec.name());
    JobKey job = names.key(spec.job());
    Grid grid =
        grids.of(spec.schedule(), spec.start(), spec.end(), Optional.empty(), Duration.ZERO);
    StoredTrigger<?> trigger = trigger(spec, key, job, grid);
    trigger.place(place);
    return trigger;
  }

  private static StoredTrigger<?> trigger(TriggerSpec spec, TriggerKey key, JobKey job, Grid grid) {
    ScheduleSpec schedule = spec.schedule();
    if (schedule instanceof ScheduleSpec.Cron cron) {
      return new StoredCron(spec, cron, key, job, grid);
    } else if (schedule instanceof ScheduleSpec.Repeat repeat) {
      return new StoredSimple(spec, repeat, key, job, grid);
    } else if (schedule instanceof ScheduleSpec.Every every) {
      ScheduleSpec.Repeat repeat =
          new ScheduleSpec.Repeat(every.anchor(), every.period(), ScheduleSpec.Repeat.ENDLESS);
      return new StoredSimple(spec, repeat, key, job, grid);
    } else if (schedule instanceof ScheduleSpec.CalendarInterval interval) {
      return new StoredCalendarInterval(spec, interval, key, job, grid);
    } else if (schedule instanceof ScheduleSpec.DailyTime daily) {
      return new StoredDailyTime(spec, daily, key, job, grid);
    }
    return new StoredInstants(spec, key, job, grid);
  }

  @SuppressWarnings("JavaUtilDate") // what Quartz speaks
  private static Optional<Instant> instant(@Nullable Date date) {
    return Optional.ofNullable(date).map(known -> Instant.ofEpochMilli(known.getTime()));
  }
}
