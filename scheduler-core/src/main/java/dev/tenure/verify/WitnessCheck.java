package dev.tenure.verify;

import dev.tenure.ledger.EndState;
import dev.tenure.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the jobs wrote against what the ledger says. */
final class WitnessCheck {

  /** The ledger keeps whole milliseconds. */
  private static final Duration ROUNDING = Duration.ofMillis(2);

  private final Past past;
  private final Plans plans;
  private final Findings findings;
  private final Calm calm;

  WitnessCheck(Evidence evidence, Past past, Plans plans, Findings findings) {
    this.past = past;
    this.plans = plans;
    this.findings = findings;
    calm = new Calm(evidence.timeline());
  }

  void run(List<Start> starts) {
    Map<RunId, Start> first = new HashMap<>();
    Map<TriggerKey.JobKey, List<Start>> byJob = new HashMap<>();
    for (Start start : starts) {
      Start other = first.putIfAbsent(start.run(), start);
      if (other != null) {
        findings.ofRun(
            Breach.STARTED_TWICE, start.run(), "started " + by(other) + " and " + by(start));
      }
      Past.Story story = past.story(start.run());
      if (story == null) {
        findings.ofRun(
            Breach.UNCLAIMED_START,
            start.run(),
            "started " + by(start) + ", but the ledger has no claim of it");
        continue;
      }
      against(start, story.claim);
      byJob.computeIfAbsent(TriggerKey.JobKey.of(start.run()), job -> new ArrayList<>()).add(start);
    }
    for (Past.Story story : past.stories()) {
      witnessed(story, first.get(story.claim.run()));
    }
    OverlapCheck overlaps = new OverlapCheck(past, plans, findings, calm);
    byJob.forEach(
        (job, ofJob) -> {
          ofJob.sort(Comparator.comparingLong(Start::startNanos));
          overlaps.job(job, ofJob);
        });
  }

  private void against(Start start, Fact.Claimed claim) {
    Stamp stamp = claim.stamp();
    if (start.term() != stamp.term() || !start.node().equals(stamp.node())) {
      findings.ofRun(
          Breach.OTHER_HOLDER,
          start.run(),
          "started " + by(start) + ", but claimed " + RunsCheck.by(stamp));
    } else if (start.startedAt().plus(ROUNDING).isBefore(stamp.at())
        && !calm.wereClocksMovedBefore(stamp.seen())) {
      findings.ofRun(
          Breach.START_BEFORE_CLAIM,
          start.run(),
          "started " + by(start) + ", before it was claimed " + RunsCheck.by(stamp));
    }
  }

  private void witnessed(Past.Story story, @Nullable Start start) {
    Fact.Ended end = story.end;
    RunId run = story.claim.run();
    if (end == null
        || end.state() != EndState.SUCCEEDED
        || !plans.knows(TriggerKey.JobKey.of(run))) {
      return;
    }
    if (start == null) {
      findings.ofRun(
          Breach.NO_WITNESS, run, "recorded as SUCCEEDED, but its job wrote nothing down");
    } else if (start.endNanos().isEmpty()) {
      findings.ofRun(
          Breach.NO_WITNESS,
          run,
          "recorded as SUCCEEDED, but its job, started " + by(start) + ", wrote no end");
    }
  }

  static String by(Start start) {
    return "in term "
        + start.term()
        + " on node "
        + start.node()
        + " at "
        + start.startedAt()
        + (start.place().isEmpty() ? "" : " (" + start.place() + ")");
  }
}
