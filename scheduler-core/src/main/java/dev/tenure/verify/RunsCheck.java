package dev.tenure.verify;

import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ledger against itself, run by run and in its order: each run is claimed once, ends once and
 * under the right term, is followed by what its end asks for, and overlaps no other where that is
 * forbidden.
 */
final class RunsCheck {

  private final Evidence evidence;
  private final Past past;
  private final Plans plans;
  private final Findings findings;
  private final boolean ordered;

  private final Map<GroupName, Long> terms = new HashMap<>();
  private final Map<TermKey, String> holders = new HashMap<>();
  private final Set<TermKey> mixed = new HashSet<>();
  private final Set<RunId> claimed = new HashSet<>();
  private final Set<RunId> ended = new HashSet<>();
  private final Map<TriggerKey.JobKey, Set<RunId>> open = new HashMap<>();

  private record TermKey(GroupName group, long term) {}

  RunsCheck(Evidence evidence, Past past, Plans plans, Findings findings) {
    this.evidence = evidence;
    this.past = past;
    this.plans = plans;
    this.findings = findings;
    ordered = evidence.ledger().order() == Ledger.Order.JOURNAL;
  }

  void run() {
    for (Fact fact : evidence.ledger().facts()) {
      term(fact);
      if (fact instanceof Fact.Claimed claim) {
        claim(claim);
      } else if (fact instanceof Fact.Ended end) {
        end(end);
      }
    }
    past.stories().forEach(this::leftOver);
  }

  private void term(Fact fact) {
    long term = fact.stamp().term();
    if (term == 0 || fact instanceof Fact.Over) {
      return;
    }
    TermKey key = new TermKey(fact.group(), term);
    String holder = holders.putIfAbsent(key, fact.stamp().node());
    long newest = terms.merge(fact.group(), term, Math::max);
    boolean other = holder != null && !holder.equals(fact.stamp().node());
    if ((other || (ordered && term < newest)) && mixed.add(key)) {
      findings.ofGroup(
          Breach.TERMS_MIXED,
          fact.group(),
          other
              ? "term " + term + " wrote from node " + holder + " and from " + fact.stamp().node()
              : "term " + term + " wrote after term " + newest + " had: " + fact);
    }
  }

  private void claim(Fact.Claimed claim) {
    findings.countRun();
    RunId run = claim.run();
    if (!claimed.add(run)) {
      Past.Story story = past.story(run);
      findings.ofRun(
          Breach.CLAIMED_TWICE,
          run,
          "claimed "
              + by(claim.stamp())
              + (story == null ? "" : ", and before that " + by(story.claim.stamp())));
      return;
    }
    if (ordered) {
      Set<RunId> others =
          open.computeIfAbsent(TriggerKey.JobKey.of(run), job -> new LinkedHashSet<>(4));
      if (!others.isEmpty() && plans.forbidsOverlap(TriggerKey.JobKey.of(run), claim.stamp())) {
        RunId other = others.iterator().next();
        findings.ofRuns(
            Breach.OVERLAP,
            other,
            run,
            "claimed " + by(claim.stamp()) + " while the ledger holds " + other + " as running");
      }
      others.add(run);
    }
    if (run.attempt() > 1) {
      furtherAttempt(claim);
    }
  }

  private void furtherAttempt(Fact.Claimed claim) {
    RunId run = claim.run();
    RunId earlier =
        new RunId(run.group(), run.job(), run.trigger(), run.slotMillis(), run.attempt() - 1);
    Past.Story story = past.story(earlier);
    if (story == null) {
      if (ordered) {
        findings.ofRun(
            Breach.UNASKED_ATTEMPT, run, "claimed, but attempt " + earlier + " never was");
      }
      return;
    }
    story.followed = true;
    Fact.Ended end = story.end;
    boolean asked =
        end != null
            && (ordered
                ? ended.contains(earlier) && end.next().isPresent()
                : end.state() != EndState.SUCCEEDED);
    if (!asked) {
      findings.ofRun(
          Breach.UNASKED_ATTEMPT,
          run,
          "claimed, but the attempt before it "
              + (end == null ? "has no end" : "ended " + end.state() + " and asked for none"));
    } else if (claim.kind() == RunKind.RECOVERED && neverReruns(story, claim)) {
      findings.ofRun(
          Breach.UNASKED_ATTEMPT, run, "run again after a loss, though its job asks not to be");
    }
  }

  private boolean neverReruns(Past.Story story, Fact.Claimed claim) {
    List<Rules> rules =
        plans.rules(TriggerKey.JobKey.of(claim.run()), story.claim.stamp(), claim.stamp());
    return !rules.isEmpty()
        && rules.stream().noneMatch(r -> r.onLeaderLoss() == OnLeaderLoss.RERUN);
  }

  private void end(Fact.Ended end) {
    RunId run = end.run();
    if (!claimed.contains(run)) {
      findings.ofRun(
          Breach.END_WITHOUT_RUN, run, "ended " + end.state() + ", but was never claimed");
      return;
    }
    if (!ended.add(run)) {
      findings.ofRun(Breach.END_WITHOUT_RUN, run, "ended a second time, now " + end.state());
      return;
    }
    open.getOrDefault(TriggerKey.JobKey.of(run), new HashSet<>()).remove(run);
    Past.Story story = past.story(run);
    long term = end.stamp().term();
    if (story == null || term == 0) {
      return;
    }
    long begun = story.claim.stamp().term();
    boolean own = end.right() == 0 ? term == begun : end.right() == begun && term > begun;
    if (own == (end.state() == EndState.LOST)) {
      findings.ofRun(
          Breach.TERMS_MIXED,
          run,
          "claimed in term "
              + begun
              + " and recorded as "
              + end.state()
              + " in term "
              + term
              + (end.right() == 0 ? "" : " by the right of term " + end.right()));
    }
  }

  /** What is left when everything was read: a run without an end, an attempt that never came. */
  private void leftOver(Past.Story story) {
    Fact.Ended end = story.end;
    RunId run = story.claim.run();
    if (end == null) {
      past.over(run.group(), story.claim.stamp().term())
          .filter(over -> isOlder(over.stamp().seen(), evidence.bounds().orphan()))
          .ifPresent(
              over ->
                  findings.ofRun(
                      Breach.NO_END,
                      run,
                      "claimed "
                          + by(story.claim.stamp())
                          + " and has no end, although "
                          + ended(over)));
      return;
    }
    followed(story, end);
    if (end.next().isPresent()
        && !story.followed
        && isOlder(end.next().get(), evidence.bounds().overdue())
        && isOlder(end.stamp().seen(), evidence.bounds().overdue())
        && !isGivenUp(story)) {
      findings.ofRun(
          Breach.OVERDUE,
          run.nextAttempt(),
          "was to be made at " + end.next().get() + " and is not claimed");
    }
  }

  /** Whether the job asks for a further attempt, and the ledger has none. */
  private void followed(Past.Story story, Fact.Ended end) {
    if (!ordered || end.next().isPresent()) {
      return;
    }
    RunId run = end.run();
    List<Rules> rules = plans.rules(TriggerKey.JobKey.of(run), story.claim.stamp(), end.stamp());
    boolean lost = end.state() == EndState.LOST;
    boolean failed = end.state() == EndState.FAILED || end.state() == EndState.TIMED_OUT;
    boolean asks =
        !rules.isEmpty()
            && rules.stream()
                .allMatch(
                    rule ->
                        (lost && rule.onLeaderLoss() == OnLeaderLoss.RERUN)
                            || (failed && run.attempt() < rule.attempts()));
    if (asks) {
      findings.ofRun(
          Breach.NOT_TRIED_AGAIN,
          run,
          "ended "
              + end.state()
              + ", and no further attempt is recorded, though its job asks for one");
    }
  }

  private boolean isOlder(Instant instant, Duration bound) {
    return instant.plus(bound).isBefore(evidence.taken());
  }

  /** Whether nobody waits for a further attempt any more: its trigger is gone, paused or new. */
  private boolean isGivenUp(Past.Story story) {
    TriggerKey key = TriggerKey.of(story.claim.run());
    TriggerPlan plan = plans.trigger(key);
    if (plan == null) {
      return !plans.knows(key.ofJob()) || past.isForgotten(key, story.claim.stamp().revision());
    }
    Era last = plan.eras().get(plan.eras().size() - 1);
    return last.standing() != Era.Standing.RUNS
        || past.isForgotten(key, story.claim.stamp().revision())
        || (plans.forbidsOverlap(key.ofJob(), story.claim.stamp())
            && !open.getOrDefault(key.ofJob(), Set.of()).isEmpty())
        || (!ordered && past.openRun(key.ofJob()).isPresent());
  }

  private static String ended(Fact over) {
    return over instanceof Fact.Over
        ? "that term is over"
        : "term " + over.stamp().term() + " began at " + over.stamp().at();
  }

  static String by(Stamp stamp) {
    return "in term " + stamp.term() + " by node " + stamp.node() + " at " + stamp.at();
  }
}
