package dev.tenure.definition;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * When a job runs. Immutable.
 *
 * @param name its name, unique in the group
 * @param job the job that it runs
 * @param jobIncarnation which job of that name; a trigger of another one is dead; set by {@link
 *     Changes}
 * @param schedule its slots
 * @param start no slot before it
 * @param end no slot after it
 * @param calendar the name of the calendar that leaves out some of its slots
 * @param priority which of two slots of one instant goes first, the higher one; Quartz's default is
 *     5
 * @param misfireInstruction Quartz's, as it was asked for
 * @param catchUp what happens to slots that fell due while they could not be run
 * @param spread how much later each slot is than the schedule says
 * @param since slots count after this instant
 * @param mode whether its slots are run
 * @param data what its runs are given, over the job's data
 * @param description for people; may be empty
 * @param source where it comes from
 * @param edition given at each storing through the API, and by a job file with each change of the
 *     slots: a replaced trigger starts anew, after what is accounted for under its name; set by
 *     {@link Changes}
 * @param wording what a job file said of it, for people
 */
public record TriggerSpec(
    TriggerName name,
    JobName job,
    String jobIncarnation,
    ScheduleSpec schedule,
    Optional<Instant> start,
    Optional<Instant> end,
    Optional<String> calendar,
    int priority,
    int misfireInstruction,
    CatchUp catchUp,
    Duration spread,
    Instant since,
    TriggerMode mode,
    Map<String, Object> data,
    String description,
    Source source,
    String edition,
    Wording wording) {

  /** The edition of jobs of job files, and of their triggers as they are named first. */
  public static final String FILES_EDITION = "files";

  /** Quartz's priority of a trigger that asks for none. */
  public static final int DEFAULT_PRIORITY = 5;

  /** Throws {@link IllegalArgumentException} for a spread that is negative. */
  public TriggerSpec {
    if (spread.isNegative()) {
      throw new IllegalArgumentException("the spread of trigger " + name + " must not be negative");
    }
    data = DataCopy.of(data);
  }

  /** A trigger of the API that asks for nothing special. */
  public static TriggerSpec of(
      TriggerName name, JobName job, ScheduleSpec schedule, Instant since) {
    return new TriggerSpec(
        name,
        job,
        "",
        schedule,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_PRIORITY,
        0,
        new CatchUp.Last(),
        Duration.ZERO,
        since,
        TriggerMode.NORMAL,
        Map.of(),
        "",
        Source.API,
        "",
        Wording.NONE);
  }

  /** Whether both have the same slots, apart from the instant after which they count. */
  public boolean hasSlotsOf(TriggerSpec other) {
    return schedule.equals(other.schedule)
        && start.equals(other.start)
        && end.equals(other.end)
        && calendar.equals(other.calendar)
        && spread.equals(other.spread);
  }

  /** The same trigger, as if it came from there. */
  public TriggerSpec withSource(Source newSource) {
    return with(jobIncarnation, calendar, mode, since, edition, newSource);
  }

  /** The same trigger in another mode. */
  public TriggerSpec withMode(TriggerMode newMode) {
    return with(jobIncarnation, calendar, newMode, since, edition, source);
  }

  /** The same trigger with another calendar. */
  public TriggerSpec withCalendar(Optional<String> newCalendar) {
    return with(jobIncarnation, newCalendar, mode, since, edition, source);
  }

  /** The same trigger, whose slots count after another instant. */
  public TriggerSpec withSince(Instant newSince) {
    return with(jobIncarnation, calendar, mode, newSince, edition, source);
  }

  /** The same trigger under another identity. */
  public TriggerSpec withIdentity(String newJobIncarnation, String newEdition) {
    return with(newJobIncarnation, calendar, mode, since, newEdition, source);
  }

  /** The same trigger, with the job's own objects for what is equal. */
  TriggerSpec sharing(JobSpec of) {
    return new TriggerSpec(
        name.value().equals(of.name().value()) ? new TriggerName(of.name().value()) : name,
        of.name(),
        of.incarnation(),
        schedule,
        start,
        end,
        calendar,
        priority,
        misfireInstruction,
        catchUp,
        spread,
        since,
        mode,
        data,
        description,
        source,
        edition,
        wording);
  }

  private TriggerSpec with(
      String newJobIncarnation,
      Optional<String> newCalendar,
      TriggerMode newMode,
      Instant newSince,
      String newEdition,
      Source newSource) {
    return new TriggerSpec(
        name,
        job,
        newJobIncarnation,
        schedule,
        start,
        end,
        newCalendar,
        priority,
        misfireInstruction,
        catchUp,
        spread,
        newSince,
        newMode,
        data,
        description,
        newSource,
        newEdition,
        wording);
  }
}
