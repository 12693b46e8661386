package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.schedule.SharedGrids;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * What is still to come and what is overdue, as any node sees it: a function of what is defined and
 * of what the ledger holds. Thread-safe; never blocks.
 */
public final class Outlook {

  private static final Comparator<Slot> ORDER =
      Comparator.comparing(Slot::slot).thenComparing(Slot::job).thenComparing(Slot::trigger);

  private final DefinitionView view;
  private final Supplier<Map<JobName, JobState>> states;
  private final DefinedGrids grids;
  private final RunnableTypes types;
  private final TriggerStandings standings;

  /**
   * Of a group.
   *
   * @param classes the job classes of this node, some of which forbid that runs overlap
   */
  public Outlook(
      GroupName group,
      DefinitionView view,
      Supplier<Map<JobName, JobState>> states,
      ClassSource classes) {
    this.view = view;
    this.states = states;
    grids = new DefinedGrids(view, new SharedGrids());
    types = new RunnableTypes(classes);
    standings =
        new TriggerStandings(
            view, states, grids::of, new QuartzNames(group.value()), types::forbidsOverlap);
  }

  /**
   * A trigger and where it stands.
   *
   * @param trigger as it is defined
   * @param paused whether it is paused, alone or with its group
   * @param cursor the last slot that is accounted for
   * @param slots its slots; empty if the schedule cannot be used
   * @param problem why it cannot
   * @param next the first slot that is not accounted for; perhaps long past
   */
  public record Line(
      TriggerSpec trigger,
      boolean paused,
      Optional<Instant> cursor,
      Optional<Grid> slots,
      Optional<String> problem,
      Optional<Instant> next) {

    /** In words, one line. */
    public String schedule() {
      return slots.map(Grid::describe).or(() -> problem).orElse("");
    }

    /** Whose clock on the wall it goes by; empty for one that goes by none. */
    public Optional<ZoneId> zone() {
      ScheduleSpec schedule = trigger.schedule();
      if (schedule instanceof ScheduleSpec.Cron cron) {
        return Optional.of(cron.zone());
      }
      if (schedule instanceof ScheduleSpec.CalendarInterval interval) {
        return Optional.of(interval.zone());
      }
      return schedule instanceof ScheduleSpec.DailyTime daily
          ? Optional.of(daily.zone())
          : Optional.empty();
    }

    /** Whether its slots are run. */
    public boolean runs() {
      return !paused && trigger.mode() == TriggerMode.NORMAL && slots.isPresent();
    }

    /** The first slot that is not accounted for and later than the instant. */
    public Optional<Instant> nextAfter(Instant after) {
      return next.isPresent() && next.get().isAfter(after)
          ? next
          : slots.flatMap(grid -> grid.next(after)).filter(slot -> next.isPresent());
    }
  }

  /** A slot. */
  public record Slot(JobName job, TriggerName trigger, Instant slot) {}

  /** The triggers of a job, sorted by name. */
  public List<Line> lines(JobName job) {
    return view.triggersOf(job).stream()
        .sorted()
        .map(view::trigger)
        .flatMap(Optional::stream)
        .map(kept -> line(kept.value()))
        .toList();
  }

  /** One trigger; empty when it is not defined any more. */
  Optional<Line> line(TriggerName trigger) {
    return view.trigger(trigger).map(kept -> line(kept.value()));
  }

  private Line line(TriggerSpec trigger) {
    Optional<Cursor> cursor =
        Optional.ofNullable(state(trigger.job()).cursors().get(trigger.name()));
    boolean paused = trigger.mode() == TriggerMode.PAUSED || standings.isInPausedGroup(trigger);
    Optional<Instant> stands =
        cursor.filter(c -> c.edition().equals(trigger.edition())).map(Cursor::slot);
    try {
      Grid grid = grids.of(trigger);
      return new Line(
          trigger,
          paused,
          stands,
          Optional.of(grid),
          Optional.empty(),
          TriggerLine.nextSlot(trigger, grid, cursor));
    } catch (RuntimeException e) {
      return new Line(
          trigger,
          paused,
          stands,
          Optional.empty(),
          Optional.of(String.valueOf(e.getMessage())),
          Optional.empty());
    }
  }

  private JobState state(JobName job) {
    return states.get().getOrDefault(job, JobState.NONE);
  }

  /**
   * The first slot of each trigger that fell due before the instant and is neither run nor skipped
   * yet; sorted. A slot that waits for a run that it must not overlap is not overdue.
   */
  public List<Slot> overdue(Instant before) {
    List<Slot> overdue = new ArrayList<>();
    for (JobName job : view.jobNames()) {
      if (!waits(job)) {
        for (Line line : lines(job)) {
          line.next()
              .filter(slot -> line.runs() && slot.isBefore(before))
              .ifPresent(slot -> overdue.add(new Slot(job, line.trigger().name(), slot)));
        }
      }
    }
    overdue.sort(ORDER);
    return overdue;
  }

  /** Whether its slots wait for the end of a run. */
  boolean waits(JobName job) {
    return !state(job).open().isEmpty()
        && view.job(job)
            .map(Kept::value)
            .filter(spec -> spec.concurrency() != Concurrency.ALLOW || types.forbidsOverlap(spec))
            .isPresent();
  }

  /** The slots in {@code (after, upTo]}, the first {@code limit} of them, sorted. */
  public List<Slot> coming(Instant after, Instant upTo, int limit) {
    PriorityQueue<Coming> queue = new PriorityQueue<>(Comparator.comparing(Coming::slot, ORDER));
    for (JobName job : view.jobNames()) {
      lines(job).stream()
          .filter(Line::runs)
          .forEach(line -> line.nextAfter(after).ifPresent(slot -> add(queue, line, slot, upTo)));
    }
    List<Slot> slots = new ArrayList<>();
    Coming first = queue.poll();
    while (first != null && slots.size() < limit) {
      slots.add(first.slot());
      Line line = first.line();
      line.slots()
          .flatMap(grid -> grid.next(slots.get(slots.size() - 1).slot()))
          .ifPresent(slot -> add(queue, line, slot, upTo));
      first = queue.poll();
    }
    return slots;
  }

  private record Coming(Slot slot, Line line) {}

  private static void add(PriorityQueue<Coming> queue, Line line, Instant slot, Instant upTo) {
    if (!slot.isAfter(upTo)) {
      TriggerSpec trigger = line.trigger();
      queue.add(new Coming(new Slot(trigger.job(), trigger.name(), slot), line));
    }
  }
}
