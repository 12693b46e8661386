package dev.tenure.verify;

import dev.tenure.ledger.RunKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a claim is of a slot of the grid, and was made at its time. */
final class ClaimTimes {

  private final Evidence evidence;
  private final Plans plans;
  private final Findings findings;
  private final Calm calm;
  private final boolean ordered;

  ClaimTimes(Evidence evidence, Plans plans, Findings findings) {
    this.evidence = evidence;
    this.plans = plans;
    this.findings = findings;
    calm = new Calm(evidence.timeline());
    ordered = evidence.ledger().order() == Ledger.Order.JOURNAL;
  }

  /**
   * A first attempt.
   *
   * @param eras what its node may have gone by; not empty
   */
  void claim(TriggerKey key, List<Era> eras, Fact.Claimed claim) {
    Instant slot = claim.slot();
    boolean onGrid = false;
    boolean runs = false;
    for (Era era : eras) {
      findings.countSteps(1);
      Optional<Instant> found = era.grid().next(slot.minusMillis(1));
      if (found.filter(slot::equals).isPresent() && slot.isAfter(era.since())) {
        onGrid = true;
        runs |= era.standing() == Era.Standing.RUNS;
      }
    }
    if (!onGrid) {
      findings.ofRun(
          Breach.OFF_GRID,
          claim.run(),
          "claimed "
              + RunsCheck.by(claim.stamp())
              + ", but "
              + slot
              + " is no slot of \""
              + eras.get(eras.size() - 1).grid().describe()
              + "\"");
    } else if (!runs && ordered) {
      findings.ofRun(
          Breach.NOT_TO_RUN,
          claim.run(),
          "claimed " + RunsCheck.by(claim.stamp()) + " while the trigger was paused");
    } else if (ordered) {
      time(key, eras, claim);
    }
  }

  private void time(TriggerKey key, List<Era> eras, Fact.Claimed claim) {
    Instant slot = claim.slot();
    Stamp stamp = claim.stamp();
    boolean early = stamp.at().plus(evidence.bounds().clocks()).isBefore(slot);
    if (early && !calm.wereClocksMovedBefore(stamp.seen())) {
      findings.ofRun(
          Breach.EARLY,
          claim.run(),
          "claimed " + RunsCheck.by(stamp) + ", before its slot " + slot);
    }
    boolean late =
        evidence.timeline().isPresent()
            && claim.kind() == RunKind.SCHEDULED
            && slot.plus(evidence.bounds().late()).isBefore(stamp.seen());
    if (late
        && !plans.forbidsOverlap(key.ofJob(), stamp)
        && eras.stream().noneMatch(era -> era.seen().isAfter(slot))
        && calm.isCalm(slot.minus(evidence.bounds().recovery()), stamp.seen())) {
      findings.ofRun(
          Breach.LATE,
          claim.run(),
          "claimed "
              + RunsCheck.by(stamp)
              + ", long after its slot "
              + slot
              + ", though nothing was in the way");
    }
  }
}
