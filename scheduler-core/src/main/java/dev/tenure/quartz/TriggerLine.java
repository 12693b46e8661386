package dev.tenure.quartz;

import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.CatchUpPlan;
import dev.tenure.schedule.Grid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trigger with its grid, and what the present leader knows of the time in which its slots could
 * not be run. The next slot is a function of all this and of the ledger's cursor. Not thread-safe.
 */
final class TriggerLine {

  private final TriggerSpec spec;
  private final Grid grid;

  private boolean heldBack;
  private @Nullable Span missed;

  /** Up to here the catch-up has been planned: what the cursor has not passed is to be run. */
  private @Nullable Instant plannedUpTo;

  TriggerLine(TriggerSpec spec, Grid grid) {
    this.spec = spec;
    this.grid = grid;
  }

  TriggerSpec spec() {
    return spec;
  }

  Grid grid() {
    return grid;
  }

  /** Whether its slots are not run: it is paused, or in the error state. */
  boolean isHeldBack() {
    return heldBack;
  }

  void holdBack(boolean nowHeldBack) {
    heldBack = nowHeldBack;
  }

  /** Whether it has the slots of the other one, so that what is known of that holds for it. */
  boolean hasSlotsOf(TriggerLine other) {
    return spec.edition().equals(other.spec.edition())
        && spec.since().equals(other.spec.since())
        && spec.hasSlotsOf(other.spec);
  }

  /** Goes on where the other one, of the same slots, stood. */
  void goOnFrom(TriggerLine other) {
    missed = other.missed;
    plannedUpTo = other.plannedUpTo;
  }

  /** A stretch of time in which its slots could not be run, beside what holds for every trigger. */
  void miss(Span span) {
    Span before = missed;
    missed = before == null ? span : before.with(span);
    plannedUpTo = null;
  }

  /**
   * A stretch in which its slots were overlapped. A trigger that is late has more than one of them
   * before it; one that lies behind its next slot is over.
   */
  void overlap(Span span, Instant nextSlot) {
    if (missed != null && missed.upTo().isBefore(nextSlot)) {
      missed = null;
    }
    miss(span);
  }

  /** The catch-up is over, or begins anew. */
  void forgetMissed() {
    missed = null;
    plannedUpTo = null;
  }

  /**
   * The instant after which slots of a trigger count: what was accounted for under its name is not
   * run again, whichever edition it was. When somebody replaces a trigger, or removes and creates
   * it anew, after a clock was set back, instants that were lived through already come again.
   * Single slots are meant as they are named, and only the very slot of the cursor is left out; but
   * a job file names slots of the past again whenever it names others.
   */
  static Instant from(TriggerSpec spec, Optional<Cursor> cursor) {
    if (cursor.isEmpty() || !cursor.get().slot().isAfter(spec.since())) {
      return spec.since();
    }
    boolean goesOn =
        cursor.get().edition().equals(spec.edition())
            || (spec.source() == Source.FILES && !cursor.get().isGone());
    return goesOn || !spec.schedule().isSingle() ? cursor.get().slot() : spec.since();
  }

  /** The first slot of a trigger that is not accounted for. */
  static Optional<Instant> nextSlot(TriggerSpec spec, Grid grid, Optional<Cursor> cursor) {
    Optional<Instant> next = grid.next(from(spec, cursor));
    return next.isPresent() && next.equals(cursor.map(Cursor::slot)) ? grid.next(next.get()) : next;
  }

  /** The instant after which slots count. */
  Instant from(Optional<Cursor> cursor) {
    return from(spec, cursor);
  }

  /**
   * The next slot, or empty if there is none any more.
   *
   * <p>A cursor that is ahead of the clock belongs to a clock that was set back. The slots that the
   * clock shows again have been run. So that nobody waits for as long as the clock was set back,
   * the next ones are run early, at half the pace, until the clock has caught up.
   *
   * @param general the stretches that hold for every trigger
   */
  Optional<Due.OfSlot> next(Optional<Cursor> cursor, List<Span> general, Instant now) {
    Instant from = from(cursor);
    Optional<Instant> next = nextSlot(spec, grid, cursor);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Instant slot = next.get();
    if (!slot.isAfter(from)) {
      throw new IllegalStateException("slot " + slot + " does not come after " + from);
    }
    Instant early = now.plus(Duration.between(from, slot).multipliedBy(2));
    boolean byCursor = cursor.filter(known -> known.slot().equals(from)).isPresent();
    boolean ahead = byCursor && from.isAfter(now) && early.isBefore(slot);
    Instant planned = plannedUpTo;
    return Optional.of(
        new Due.OfSlot(
            spec.job(),
            spec.name(),
            spec.edition(),
            slot,
            ahead ? early : slot,
            spec.priority(),
            span(slot, general),
            planned != null && !slot.isAfter(planned)));
  }

  /** The stretch in which a slot was missed; empty for one that is due or to come. */
  Optional<Span> span(Instant slot, List<Span> general) {
    Span own = missed;
    if (own != null && own.covers(slot)) {
      return Optional.of(own);
    }
    return general.stream().filter(span -> span.covers(slot)).findFirst();
  }

  /**
   * What the catch-up makes of a slot that was missed.
   *
   * @param run the first slot to run; empty for none
   * @param skipped what is to be recorded before
   */
  record Plan(Optional<Due.OfSlot> run, Optional<Skipped> skipped) {}

  /** Decides about the missed slots from the given one to the end of its stretch. */
  Plan plan(Due.OfSlot due, Optional<Cursor> cursor, CatchUp policy) {
    Span span = due.missed().orElseThrow();
    // The ledger may have passed the slot meanwhile; single slots before it may have been run.
    Instant from = from(cursor);
    Instant before = due.slot().minusMillis(1);
    CatchUpPlan plan =
        CatchUpPlan.plan(grid, from.isAfter(before) ? from : before, span.upTo(), policy);
    List<SkippedRange> ranges =
        plan.skipped().stream().map(range -> range(range, span.reason())).toList();
    Optional<Skipped> skipped =
        ranges.stream()
            .map(SkippedRange::to)
            .max(Instant::compareTo)
            .map(last -> new Skipped(spec.job(), spec.name(), spec.edition(), ranges, last));
    plannedUpTo = plan.run().isEmpty() ? null : span.upTo();
    return new Plan(plan.run().stream().findFirst().map(due::plannedFor), skipped);
  }

  private SkippedRange range(CatchUpPlan.SkippedRange range, SkipReason missed) {
    SkipReason reason =
        switch (range.reason()) {
          case MISSED -> missed;
          case WINDOW -> SkipReason.WINDOW;
          case LIMIT -> SkipReason.LIMIT;
        };
    return new SkippedRange(
        spec.name(),
        range.first(),
        range.last(),
        range.count().slots(),
        range.count().exact(),
        reason);
  }
}
