package dev.tenure.verify;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.Retry;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.WhenStuck;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.OpenRun;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.SafeText;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.Calendars;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleException;
import dev.tenure.schedule.SharedGrids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a job is to run, as it is defined now, and since when that can be held against the ledger:
 * what a definition was before it was written last is not kept anywhere, and neither are runs that
 * are too old.
 */
final class LivePlan {

  /** A state keeps so many runs and ranges when it puts others into a chunk. */
  private static final int AT_HAND = 5;

  /** How much the clocks of nodes may differ, and how long one may go by an old definition. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /**
   * How wrong the clock of a node may have been that wrote a definition. Whether a run came before
   * or after the change is known by clocks alone.
   */
  private static final Duration WRONG = Duration.ofMinutes(2);

  private final GroupName group;
  private final DefinitionView view;
  private final Instant from;
  private final Instant until;
  private final SharedGrids grids = new SharedGrids();

  /**
   * Plans of a group.
   *
   * @param view as it was after the ledger was read, or later
   * @param from slots up to this instant are not judged
   * @param until slots after this instant are not judged
   */
  LivePlan(GroupName group, DefinitionView view, Instant from, Instant until) {
    this.group = group;
    this.view = view;
    this.from = from;
    this.until = until;
  }

  /**
   * A job's plan.
   *
   * @param judged for each trigger of the plan why slots before its beginning are left out, if any
   * @param unusable triggers that make no grid, and why
   */
  record OfJob(JobPlan plan, List<Optional<NotJudged>> judged, List<Unusable> unusable) {}

  record Unusable(TriggerName trigger, String why) {}

  OfJob of(JobName name, JobPast past) {
    List<Rules> rules = view.job(name).map(LivePlan::rules).stream().toList();
    List<TriggerPlan> plans = new ArrayList<>();
    List<Optional<NotJudged>> judged = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    List<TriggerName> triggers = new ArrayList<>(view.triggersOf(name));
    triggers.sort(Comparator.comparing(TriggerName::value));
    for (TriggerName trigger : triggers) {
      Optional<Kept<TriggerSpec>> kept = view.trigger(trigger);
      if (kept.isPresent()) {
        try {
          Begin begin = begin(kept.get(), past);
          plans.add(plan(kept.get(), begin));
          judged.add(begin.left());
        } catch (ScheduleException | IllegalArgumentException e) {
          unusable.add(new Unusable(trigger, String.valueOf(e.getMessage())));
        }
      }
    }
    return new OfJob(new JobPlan(group, name, rules, plans), judged, unusable);
  }

  /**
   * Since when it is known: what a job's policies were before its last change is not kept, nor what
   * those of an earlier job of its name were.
   */
  private static Rules rules(Kept<JobSpec> kept) {
    JobSpec job = kept.value();
    boolean isNew = kept.createRevision() == kept.modRevision();
    return new Rules(
        0,
        isNew ? kept.written().at().minus(MARGIN) : kept.written().at().plus(WRONG),
        job.concurrency(),
        job.retry().map(Retry::attempts).orElse(1),
        job.onLeaderLoss(),
        job.whenStuck() == WhenStuck.FREE);
  }

  private TriggerPlan plan(Kept<TriggerSpec> kept, Begin begin) {
    TriggerSpec spec = kept.value();
    Grid grid =
        grids.of(
            spec.schedule(),
            spec.start(),
            spec.end(),
            spec.calendar().map(name -> Calendars.compile(name, this::calendar)),
            spec.spread());
    Era.Standing standing =
        spec.mode() == TriggerMode.NORMAL && !isInPausedGroup(spec)
            ? Era.Standing.RUNS
            : Era.Standing.PAUSED;
    Era era = new Era(0, kept.written().at(), spec.edition(), spec.since(), grid, standing);
    return new TriggerPlan(spec.name(), List.of(era), begin.at(), until);
  }

  /** From where a trigger is judged, and what is left out so. */
  private record Begin(Instant at, Optional<NotJudged> left) {

    Begin notBefore(Instant instant, NotJudged.Reason reason) {
      return instant.isAfter(at)
          ? new Begin(instant, Optional.of(new NotJudged(reason, 1, instant)))
          : this;
    }
  }

  private Begin begin(Kept<TriggerSpec> kept, JobPast past) {
    TriggerSpec spec = kept.value();
    Instant written = kept.written().at();
    boolean isNew = kept.createRevision() == kept.modRevision();
    Begin begin =
        new Begin(
            isNew && written.isAfter(spec.since()) ? written : spec.since(), Optional.empty());
    if (!isNew) {
      begin = begin.notBefore(written.plus(WRONG), NotJudged.Reason.CHANGED);
    }
    for (Kept<CalendarSpec> calendar : calendars(spec)) {
      // One that is older than the trigger is as it was when the trigger was made.
      Instant changed = calendar.written().at().plus(WRONG);
      if (changed.isAfter(spec.since())) {
        begin =
            begin
                .notBefore(changed, NotJudged.Reason.CHANGED)
                .notBefore(claimed(spec.name(), past, changed), NotJudged.Reason.CHANGED);
      }
    }
    // Up to there the account of an earlier trigger of this name goes.
    Optional<Instant> earlier =
        Optional.ofNullable(past.state().cursors().get(spec.name()))
            .flatMap(c -> c.edition().equals(spec.edition()) ? c.before() : Optional.of(c.slot()));
    if (earlier.isPresent() && earlier.get().isAfter(begin.at())) {
      begin = new Begin(earlier.get(), begin.left());
    }
    if (!past.whole()) {
      Instant whole = kept(past);
      begin =
          begin
              .notBefore(whole, NotJudged.Reason.RETENTION)
              .notBefore(early(spec.name(), past, whole), NotJudged.Reason.RETENTION);
    }
    return from.isAfter(begin.at()) ? new Begin(from, Optional.empty()) : begin;
  }

  /**
   * The last slot that was claimed up to an instant; later than that where a clock was set back.
   */
  private static Instant claimed(TriggerName trigger, JobPast past, Instant upTo) {
    return runs(trigger, past)
        .filter(run -> !run.claimed().isAfter(upTo))
        .map(OpenRun::slot)
        .max(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  private static Stream<OpenRun> runs(TriggerName trigger, JobPast past) {
    return Stream.concat(past.runs().stream().map(FinishedRun::run), past.state().open().stream())
        .filter(run -> run.id().trigger().equals(trigger));
  }

  /**
   * Where a clock was set back, slots that are to come by it were run long before; so runs that are
   * not kept any more may be of slots after the time from when on everything is. They were claimed
   * before that time, so they lie before every slot that was claimed after it.
   *
   * @return the last instant before those; {@link Instant#MIN} where nothing was run early
   */
  private Instant early(TriggerName trigger, JobPast past, Instant kept) {
    if (runs(trigger, past).noneMatch(run -> run.claimed().plus(MARGIN).isBefore(run.slot()))) {
      return Instant.MIN;
    }
    return runs(trigger, past)
        .filter(run -> run.id().attempt() == 1 && run.claimed().isAfter(kept))
        .map(OpenRun::slot)
        .min(Instant::compareTo)
        .map(slot -> slot.minusMillis(1))
        .orElse(until);
  }

  /**
   * From when on everything is kept. What was dropped had been put aside before the sixth of the
   * runs that are kept ended; what happened later is in what is kept.
   */
  private Instant kept(JobPast past) {
    if (past.runs().size() <= AT_HAND) {
      return until;
    }
    // By the time of its end, not of its slot: see early.
    Instant latest = Instant.MIN;
    for (FinishedRun run : past.runs().subList(0, AT_HAND + 1)) {
      latest = run.finished().isAfter(latest) ? run.finished() : latest;
    }
    return latest.plus(MARGIN);
  }

  private List<Kept<CalendarSpec>> calendars(TriggerSpec spec) {
    List<Kept<CalendarSpec>> chain = new ArrayList<>();
    Optional<Kept<CalendarSpec>> next = spec.calendar().flatMap(view::calendar);
    while (next.isPresent() && !chain.contains(next.get())) {
      chain.add(next.get());
      next = next.get().value().base().flatMap(view::calendar);
    }
    return chain;
  }

  private Optional<CalendarSpec> calendar(String name) {
    return view.calendar(name).map(Kept::value);
  }

  private boolean isInPausedGroup(TriggerSpec spec) {
    Pauses pauses = view.pauses();
    return !pauses.except().contains(spec.name())
        && (isAmong(pauses.triggerGroups(), spec.name().value())
            || isAmong(pauses.jobGroups(), spec.job().value()));
  }

  /** A name is that of Quartz's group, {@code ~} and the own name; the home group is left out. */
  private boolean isAmong(Set<String> paused, String name) {
    int separator = name.indexOf('~');
    return separator < 0
        ? paused.contains(group.value()) || paused.contains("DEFAULT")
        : paused.contains(SafeText.unescape(name.substring(0, separator)));
  }
}
