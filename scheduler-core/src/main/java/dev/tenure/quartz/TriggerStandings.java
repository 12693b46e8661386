package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.Grid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.quartz.Trigger.TriggerState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How triggers stand: a function of what is defined, what is paused and what the ledger holds, so
 * that each node says the same. Thread-safe; never blocks.
 *
 * @param view what is defined
 * @param states what is recorded, by job
 * @param grids makes the slots of a trigger
 * @param names maps groups
 * @param forbidsOverlap what the class of a job says on this node
 */
record TriggerStandings(
    DefinitionView view,
    Supplier<Map<JobName, JobState>> states,
    Function<TriggerSpec, Grid> grids,
    QuartzNames names,
    Predicate<JobSpec> forbidsOverlap) {

  /** More than a state keeps at least. */
  private static final int LOOKED_AT = 16;

  private static final Logger log = LoggerFactory.getLogger(TriggerStandings.class);

  /** The state of a trigger as Quartz names it. */
  TriggerState state(TriggerName name) {
    return view.trigger(name).map(kept -> state(kept.value())).orElse(TriggerState.NONE);
  }

  private TriggerState state(TriggerSpec trigger) {
    if (trigger.mode() == TriggerMode.ERROR) {
      return TriggerState.ERROR;
    }
    Optional<Optional<Instant>> next = next(trigger);
    if (next.isEmpty()) {
      return TriggerState.ERROR;
    }
    if (trigger.mode() == TriggerMode.COMPLETE || next.get().isEmpty()) {
      return TriggerState.COMPLETE;
    }
    if (trigger.mode() == TriggerMode.PAUSED || isInPausedGroup(trigger)) {
      return TriggerState.PAUSED;
    }
    return isBlocked(trigger.job()) ? TriggerState.BLOCKED : TriggerState.NORMAL;
  }

  /** Whether the group of the trigger, or that of its job, is paused and the trigger with it. */
  boolean isInPausedGroup(TriggerSpec trigger) {
    Pauses pauses = view.pauses();
    return !pauses.except().contains(trigger.name())
        && (pauses.triggerGroups().contains(names.key(trigger.name()).getGroup())
            || pauses.jobGroups().contains(names.key(trigger.job()).getGroup()));
  }

  private boolean isBlocked(JobName job) {
    return !recorded(job).open().isEmpty()
        && view.job(job)
            .map(Kept::value)
            .filter(spec -> spec.concurrency() != Concurrency.ALLOW || forbidsOverlap.test(spec))
            .isPresent();
  }

  /** Its next slot, the last one that was run, and how many were. */
  StoredTrigger.Place place(TriggerSpec trigger) {
    Optional<Cursor> cursor = cursor(trigger);
    return new StoredTrigger.Place(
        next(trigger).flatMap(Function.identity()),
        cursor.flatMap(known -> previous(trigger, known, Instant.MAX)),
        cursor.map(Cursor::fired).orElse(0L));
  }

  /** As it was before a slot of its was claimed; the next slot is that one. */
  StoredTrigger.Place placeBefore(TriggerSpec trigger, Instant slot) {
    Optional<Cursor> cursor = cursor(trigger);
    return new StoredTrigger.Place(
        Optional.of(slot),
        cursor.flatMap(known -> previous(trigger, known, slot)),
        cursor.map(known -> known.fired() - (known.slot().isBefore(slot) ? 0 : 1)).orElse(0L));
  }

  /** The next slot, if there is one; nothing at all for a schedule that cannot be used. */
  private Optional<Optional<Instant>> next(TriggerSpec trigger) {
    Optional<Cursor> known =
        Optional.ofNullable(recorded(trigger.job()).cursors().get(trigger.name()));
    try {
      return Optional.of(TriggerLine.nextSlot(trigger, grids.apply(trigger), known));
    } catch (RuntimeException e) {
      log.debug("trigger {} has no usable schedule", trigger.name(), e);
      return Optional.empty();
    }
  }

  private Optional<Cursor> cursor(TriggerSpec trigger) {
    return recorded(trigger.job()).cursor(trigger.name(), trigger.edition());
  }

  /**
   * The newest of the last runs; the cursor may have moved on by slots that were skipped. Asked for
   * each run that is fired, so it makes nothing, and does not look at what a busy job has at hand.
   */
  private Optional<Instant> previous(TriggerSpec trigger, Cursor cursor, Instant before) {
    JobState state = recorded(trigger.job());
    long from = trigger.since().toEpochMilli();
    long upTo = cursor.slot().toEpochMilli();
    long end = before.equals(Instant.MAX) ? Long.MAX_VALUE : before.toEpochMilli();
    long newest = Long.MIN_VALUE;
    for (OpenRun run : state.open()) {
      newest = newer(newest, run.id(), trigger.name(), from, Math.min(upTo, end - 1));
    }
    List<FinishedRun> last = state.last();
    for (int i = last.size() - 1; i >= Math.max(0, last.size() - LOOKED_AT); i--) {
      newest = newer(newest, last.get(i).id(), trigger.name(), from, Math.min(upTo, end - 1));
    }
    if (newest != Long.MIN_VALUE) {
      return Optional.of(Instant.ofEpochMilli(newest));
    }
    return Optional.of(cursor.slot()).filter(slot -> cursor.fired() > 0 && slot.isBefore(before));
  }

  private static long newer(long newest, RunId run, TriggerName trigger, long after, long upTo) {
    long slot = run.slotMillis();
    boolean counts = slot > after && slot <= upTo && slot > newest && run.trigger().equals(trigger);
    return counts ? slot : newest;
  }

  /** What is recorded of a job. */
  JobState recorded(JobName job) {
    return states.get().getOrDefault(job, JobState.NONE);
  }
}
