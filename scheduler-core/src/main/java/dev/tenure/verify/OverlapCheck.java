package dev.tenure.verify;

import dev.tenure.ledger.EndState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Overlaps, and the order of slots, by what the jobs themselves wrote: on one machine all processes
 * share the monotonic clock.
 */
final class OverlapCheck {

  private static final Duration TOLD_WITHIN = Duration.ofSeconds(1);

  private final Past past;
  private final Plans plans;
  private final Findings findings;
  private final Calm calm;

  OverlapCheck(Past past, Plans plans, Findings findings, Calm calm) {
    this.past = past;
    this.plans = plans;
    this.findings = findings;
    this.calm = calm;
  }

  /**
   * The starts of a job, each of which is claimed.
   *
   * @param starts by the instant of their start
   */
  void job(TriggerKey.JobKey job, List<Start> starts) {
    List<Start> going = new ArrayList<>();
    Start before = null;
    for (Start start : starts) {
      going.removeIf(other -> end(other, start) <= start.startNanos());
      if (isForbidden(job, start)) {
        going.stream()
            .filter(other -> !other.run().equals(start.run()))
            .filter(other -> !wasCutOff(job, other, start))
            .filter(other -> !isCutOffAsItStarts(other, start))
            .findFirst()
            .ifPresent(other -> overlap(other, start));
        if (before != null && isOutOfOrder(before, start)) {
          outOfOrder(before, start);
        }
      }
      going.add(start);
      if (movesCursor(start)) {
        before = start;
      }
    }
  }

  private boolean isForbidden(TriggerKey.JobKey job, Start start) {
    Past.Story story = past.story(start.run());
    return story != null && plans.forbidsOverlap(job, story.claim.stamp());
  }

  /** A run that wrote no end went on for as long as its term, and no longer. */
  private static long end(Start start, Start next) {
    long unknown = start.term() == next.term() ? Long.MAX_VALUE : Long.MIN_VALUE;
    return start.endNanos().orElse(unknown);
  }

  /**
   * Whether the ledger had given the earlier run up before the later one: a process that was cut
   * off may run on, and so may a thread that does not stop where the job's rules give its place
   * away.
   */
  private boolean wasCutOff(TriggerKey.JobKey job, Start earlier, Start later) {
    Past.Story story = past.story(earlier.run());
    if (story == null || story.end == null) {
      return earlier.term() < later.term();
    }
    EndState state = story.end.state();
    boolean toldToStop = state != EndState.SUCCEEDED && state != EndState.FAILED;
    boolean freed =
        plans.rules(job, story.claim.stamp(), story.end.stamp()).stream()
            .anyMatch(Rules::freesStuck);
    return toldToStop && (earlier.term() < later.term() || freed);
  }

  /**
   * Whether the later start is of a term whose key somebody has just taken away: its holder
   * believes in itself until its watch tells, and what it had claimed may begin meanwhile. Without
   * a fault between the two claims nobody took anything away.
   */
  private boolean isCutOffAsItStarts(Start other, Start start) {
    Past.Story lost = past.story(start.run());
    Past.Story next = past.story(other.run());
    return start.term() < other.term()
        && start.startNanos() - other.startNanos() < TOLD_WITHIN.toNanos()
        && lost != null
        && next != null
        && lost.end != null
        && lost.end.state() == EndState.LOST
        && !calm.isCalm(lost.claim.stamp().seen(), next.claim.stamp().seen());
  }

  private void overlap(Start earlier, Start later) {
    findings.ofRuns(
        Breach.OVERLAP,
        earlier.run(),
        later.run(),
        "started "
            + WitnessCheck.by(later)
            + " while "
            + earlier.run()
            + ", started "
            + WitnessCheck.by(earlier)
            + ", was running");
  }

  private boolean movesCursor(Start start) {
    Past.Story story = past.story(start.run());
    return story != null && story.claim.movesCursor();
  }

  private String edition(Start start) {
    Past.Story story = past.story(start.run());
    return story == null ? "" : story.claim.edition();
  }

  private boolean isOutOfOrder(Start before, Start start) {
    return movesCursor(start)
        && edition(before).equals(edition(start))
        && before.run().trigger().equals(start.run().trigger())
        && before.run().slotMillis() > start.run().slotMillis();
  }

  private void outOfOrder(Start before, Start start) {
    findings.ofRuns(
        Breach.OUT_OF_ORDER,
        before.run(),
        start.run(),
        "started " + WitnessCheck.by(start) + " after the later slot of " + before.run());
  }
}
