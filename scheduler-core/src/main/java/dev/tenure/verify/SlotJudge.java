package dev.tenure.verify;

import dev.tenure.ledger.SkippedRange;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.SlotCount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges an account of a trigger: from where it begins to where it stands there must be no slot of
 * which the ledger says nothing, none of which it says two things, and nothing that is no slot.
 * Walks from one fact to the next, so that its cost does not depend on how many slots a range holds
 * beyond what must be counted.
 */
final class SlotJudge {

  /** How far slots are counted before a number says "at least". */
  private static final long COUNTED = 10_000;

  private final Evidence evidence;
  private final Past past;
  private final Plans plans;
  private final Findings findings;
  private final ClaimTimes times;
  private final boolean ordered;

  SlotJudge(Evidence evidence, Past past, Plans plans, Findings findings) {
    this.evidence = evidence;
    this.past = past;
    this.plans = plans;
    this.findings = findings;
    times = new ClaimTimes(evidence, plans, findings);
    ordered = evidence.ledger().order() == Ledger.Order.JOURNAL;
  }

  /**
   * An account.
   *
   * @param floor where the accounts before it stood: the account of a name never goes back
   * @param present whether it is the one that the trigger goes by now
   */
  void account(TriggerKey key, Account account, Instant floor, boolean present) {
    TriggerPlan plan = plans.trigger(key);
    Instant end = floor;
    Account.Cover before = null;
    for (Account.Cover cover : account.covers()) {
      if (before != null && !cover.from().isAfter(end)) {
        twice(key, before, cover);
      }
      boolean judged =
          plan != null && cover.to().isAfter(plan.from()) && !cover.from().isAfter(plan.until());
      if (plan == null || judged) {
        count(cover);
      }
      if (plan != null && judged) {
        judge(key, plan, account, end, cover);
      }
      if (cover.to().isAfter(end)) {
        end = cover.to();
        before = cover;
      }
    }
    Stamp last = account.last();
    if (plan == null || last == null) {
      return;
    }
    boolean begun = !ordered || before != null;
    Instant stands = account.cursor().isAfter(plan.until()) ? plan.until() : account.cursor();
    if (begun && stands.isAfter(end)) {
      gap(key, plan, eras(plan, account, last), end, stands.plusMillis(1), "its cursor");
    }
    if (present) {
      overdue(key, plan, account.cursor().isAfter(floor) ? account.cursor() : floor);
    }
  }

  /**
   * A trigger of which the ledger says nothing, or nothing any more.
   *
   * @param floor where the accounts before stood
   */
  void nothingRecorded(TriggerKey key, Instant floor) {
    TriggerPlan plan = plans.trigger(key);
    if (plan != null) {
      overdue(key, plan, floor);
    }
  }

  private void count(Account.Cover cover) {
    SkippedRange range = cover.range();
    findings.countSlots(range == null ? 1 : range.count());
    if (range != null) {
      findings.countSkipped(range.reason(), range.count());
    }
  }

  private void twice(TriggerKey key, Account.Cover before, Account.Cover cover) {
    if (before.claim() != null && cover.claim() != null) {
      return; // Two claims of one slot are told where claims are looked at.
    }
    findings.ofSlots(
        Breach.RUN_AND_SKIPPED,
        key,
        cover.from(),
        1,
        "the ledger says two things of it: " + before.what() + "; " + cover.what());
  }

  private void judge(
      TriggerKey key, TriggerPlan plan, Account account, Instant end, Account.Cover cover) {
    List<Era> eras = eras(plan, account, cover.stamp());
    if (eras.isEmpty()) {
      findings.ofSlots(
          Breach.NOT_TO_RUN,
          key,
          cover.from(),
          1,
          cover.what() + ", though the trigger was not there then, or had been replaced");
      return;
    }
    gap(key, plan, eras, end, cover.from(), cover.what());
    if (cover.claim() != null) {
      times.claim(key, eras, cover.claim());
    } else if (cover.range() != null) {
      range(key, plan, eras, cover.range());
    }
  }

  private List<Era> eras(TriggerPlan plan, Account account, Stamp stamp) {
    return InForce.eras(plan.eras(), evidence.bounds()).at(stamp).stream()
        .filter(era -> era.standing() != Era.Standing.GONE)
        .filter(era -> !ordered || era.edition().equals(account.edition()))
        .toList();
  }

  /** No slot after {@code end} and before {@code next}, by one of the grids at least. */
  private void gap(
      TriggerKey key, TriggerPlan plan, List<Era> eras, Instant end, Instant next, String what) {
    Instant hole = null;
    Era shown = null;
    for (Era era : eras) {
      findings.countSteps(1);
      Optional<Instant> slot =
          era.grid().next(from(plan, era, end)).filter(one -> one.isBefore(next));
      if (slot.isEmpty()) {
        return;
      }
      hole = slot.get();
      shown = era;
    }
    if (hole != null && shown != null) {
      SlotCount holes = shown.grid().count(from(plan, shown, end), next.minusMillis(1), COUNTED);
      findings.countSlots(holes.slots());
      findings.ofSlots(
          Breach.MISSED,
          key,
          hole,
          holes.slots(),
          holes
              + " of the grid \""
              + shown.grid().describe()
              + "\" have neither a run nor a reason; after them the ledger has "
              + what);
    }
  }

  private void range(TriggerKey key, TriggerPlan plan, List<Era> eras, SkippedRange range) {
    if (!range.from().isAfter(plan.from())) {
      return;
    }
    for (Era era : eras) {
      if (fits(era.grid(), range)) {
        return;
      }
    }
    findings.ofSlots(
        Breach.WRONG_COUNT,
        key,
        range.from(),
        1,
        "recorded as "
            + (range.exact() ? "" : "at least ")
            + range.count()
            + " skipped up to "
            + range.to()
            + ", which the grid \""
            + eras.get(eras.size() - 1).grid().describe()
            + "\" does not have");
  }

  private boolean fits(Grid grid, SkippedRange range) {
    SlotCount slots =
        grid.count(range.from().minusMillis(1), range.to(), Math.max(COUNTED, range.count()) + 1);
    findings.countSteps(2 + slots.slots());
    boolean enough =
        range.exact() ? slots.slots() == range.count() : slots.slots() >= range.count();
    return enough && isSlot(grid, range.from()) && isSlot(grid, range.to());
  }

  private static boolean isSlot(Grid grid, Instant slot) {
    return grid.next(slot.minusMillis(1)).filter(slot::equals).isPresent();
  }

  /** What is due for long, and nothing is in the way of it. */
  private void overdue(TriggerKey key, TriggerPlan plan, Instant since) {
    Era era = last(plan);
    if (era.standing() != Era.Standing.RUNS || isWaiting(key)) {
      return;
    }
    Instant due = plan.until().minus(evidence.bounds().overdue());
    if (era.seen().isAfter(due)) {
      return;
    }
    Instant from = from(plan, era, since);
    findings.countSteps(1);
    Optional<Instant> slot = era.grid().next(from).filter(one -> one.isBefore(due));
    if (slot.isPresent()) {
      SlotCount slots = era.grid().count(from, due, COUNTED);
      findings.countSlots(slots.slots());
      findings.ofSlots(
          Breach.OVERDUE,
          key,
          slot.get(),
          slots.slots(),
          slots
              + " of the grid \""
              + era.grid().describe()
              + "\" are due and not accounted for; the ledger stands at "
              + (since.equals(Instant.MIN) ? "nothing" : since));
    }
  }

  /** Whether a run that goes on keeps the next slots from being started. */
  private boolean isWaiting(TriggerKey key) {
    Optional<Fact.Claimed> open = past.openRun(key.ofJob());
    return open.isPresent() && (!ordered || plans.forbidsOverlap(key.ofJob(), open.get().stamp()));
  }

  private static Era last(TriggerPlan plan) {
    return plan.eras().get(plan.eras().size() - 1);
  }

  /** The instant after which slots count. */
  private static Instant from(TriggerPlan plan, Era era, Instant end) {
    Instant latest = era.since().isAfter(plan.from()) ? era.since() : plan.from();
    return end.isAfter(latest) ? end : latest;
  }
}
