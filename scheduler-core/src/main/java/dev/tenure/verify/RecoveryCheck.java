package dev.tenure.verify;

import dev.tenure.ledger.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether each job ran again in time after each fault, where the next one left it that time. */
final class RecoveryCheck {

  private final Evidence evidence;
  private final Past past;
  private final Plans plans;
  private final Findings findings;
  private final Duration bound;
  private final Map<TriggerKey, List<Account.Cover>> covers = new HashMap<>();

  RecoveryCheck(Evidence evidence, Past past, Plans plans, Findings findings) {
    this.evidence = evidence;
    this.past = past;
    this.plans = plans;
    this.findings = findings;
    bound = evidence.bounds().recovery();
  }

  void run(Timeline timeline) {
    Calm calm = new Calm(Optional.of(timeline));
    List<Instant> heals =
        timeline.faults().stream()
            .map(Timeline.Fault::to)
            .distinct()
            .sorted()
            .filter(heal -> calm.isCalm(heal.plusNanos(1), heal.plus(bound).plus(bound)))
            .toList();
    if (!heals.isEmpty()) {
      past.moves().forEach(this::index);
      plans.triggers().forEach((key, plan) -> heals.forEach(heal -> healed(key, plan, heal)));
    }
  }

  private void index(TriggerKey key, List<Fact> moves) {
    Account all = new Account("");
    for (Fact fact : moves) {
      if (fact instanceof Fact.Claimed claim) {
        all.add(claim);
      } else if (fact instanceof Fact.Passed passed) {
        passed.ranges().forEach(range -> all.add(range, passed.stamp()));
      }
    }
    covers.put(key, all.covers());
  }

  private void healed(TriggerKey key, TriggerPlan plan, Instant heal) {
    Instant by = heal.plus(bound).plus(bound);
    Era era = plan.eras().get(0);
    for (Era one : plan.eras()) {
      if (one.seen().isAfter(heal) && !one.seen().isAfter(by)) {
        return; // It was changed meanwhile.
      }
      era = one.seen().isAfter(heal) ? era : one;
    }
    Instant from = heal.isAfter(era.since()) ? heal : era.since();
    if (era.standing() != Era.Standing.RUNS || from.isBefore(plan.from())) {
      return;
    }
    Optional<Instant> due = firstToRun(key, era, from, heal.plus(bound));
    if (due.isEmpty() || due.get().plus(bound).isAfter(evidence.taken()) || isWaiting(key)) {
      return;
    }
    Optional<Account.Cover> run = firstRun(key, due.get());
    Instant deadline = due.get().plus(bound);
    if (run.isEmpty() || run.get().stamp().seen().isAfter(deadline)) {
      findings.ofSlots(
          Breach.SLOW_RECOVERY,
          key,
          due.get(),
          1,
          "healed at "
              + heal
              + "; the first run of a slot from then on "
              + run.map(r -> "is " + r.what() + ", claimed " + RunsCheck.by(r.stamp()))
                  .orElse("never came")
              + ", more than "
              + bound.toMillis()
              + " ms after it was due");
    }
  }

  /** The first slot after the healing that no rule of the job's own kept from running. */
  private Optional<Instant> firstToRun(TriggerKey key, Era era, Instant from, Instant upTo) {
    Optional<Instant> slot = era.grid().next(from);
    while (slot.isPresent() && !slot.get().isAfter(upTo)) {
      findings.countSteps(1);
      Instant at = slot.get();
      Optional<Account.Cover> cover =
          coversFrom(key, at).stream().limit(1).filter(c -> !c.from().isAfter(at)).findFirst();
      if (cover.filter(RecoveryCheck::isByRule).isEmpty()) {
        return slot;
      }
      slot = era.grid().next(cover.get().to());
    }
    return Optional.empty();
  }

  private static boolean isByRule(Account.Cover cover) {
    return cover.range() != null
        && (cover.range().reason() == SkipReason.OVERLAP
            || cover.range().reason() == SkipReason.PAUSED);
  }

  private Optional<Account.Cover> firstRun(TriggerKey key, Instant slot) {
    for (Account.Cover cover : coversFrom(key, slot)) {
      if (cover.claim() != null) {
        return Optional.of(cover);
      }
    }
    return Optional.empty();
  }

  /** Covers that end at the slot or later. */
  private List<Account.Cover> coversFrom(TriggerKey key, Instant slot) {
    List<Account.Cover> all = covers.getOrDefault(key, new ArrayList<>());
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (all.get(middle).to().isBefore(slot)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return all.subList(low, all.size());
  }

  private boolean isWaiting(TriggerKey key) {
    return past.openRun(key.ofJob())
        .filter(open -> plans.forbidsOverlap(key.ofJob(), open.stamp()))
        .isPresent();
  }
}
