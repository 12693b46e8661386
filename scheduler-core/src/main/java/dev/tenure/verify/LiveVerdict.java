package dev.tenure.verify;

import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a live group job by job, so that a large one takes no more memory than its largest job,
 * and adds up. Not thread-safe.
 */
final class LiveVerdict {

  private final GroupName group;
  private final Bounds bounds;
  private final Instant taken;
  private final LivePlan plans;
  private final LiveFacts facts;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private final Map<NotJudged.Reason, NotJudged> left = new EnumMap<>(NotJudged.Reason.class);
  private long slots;
  private long runs;
  private long steps;
  private int triggers;
  private Instant since = Instant.MAX;

  LiveVerdict(
      GroupName group, Duration sessionTtl, Instant taken, LivePlan plans, LiveFacts facts) {
    this.group = group;
    this.taken = taken;
    this.plans = plans;
    this.facts = facts;
    bounds = Bounds.of(sessionTtl);
  }

  GroupName group() {
    return group;
  }

  void unreadable(String key, String why) {
    Findings one = new Findings();
    one.ofGroup(Breach.UNREADABLE, group, "key " + key + ": " + why);
    findings.addAll(one.verdict().findings());
  }

  /** A job whose state cannot be read: none of its triggers can be judged. */
  void notReadable(int ofTriggers) {
    if (ofTriggers > 0) {
      leave(new NotJudged(NotJudged.Reason.NO_STATE, ofTriggers, taken));
    }
  }

  void job(JobName name, JobPast past) {
    past.problems().forEach(this::unreadable);
    LivePlan.OfJob plan = plans.of(name, past);
    plan.unusable()
        .forEach(
            one -> {
              unreadable("of trigger " + one.trigger(), "its slots cannot be known: " + one.why());
              leave(new NotJudged(NotJudged.Reason.NO_GRID, 1, taken));
            });
    plan.judged().forEach(one -> one.ifPresent(this::leave));
    for (TriggerPlan trigger : plan.plan().triggers()) {
      triggers++;
      since = trigger.from().isBefore(since) ? trigger.from() : since;
    }
    Verdict verdict =
        Checker.check(
            new Evidence(
                List.of(plan.plan()),
                new Ledger(facts.of(name, past), Ledger.Order.GATHERED, List.of()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                bounds,
                taken));
    findings.addAll(verdict.findings());
    verdict.skipped().forEach((reason, count) -> skipped.merge(reason, count, Long::sum));
    slots += verdict.slots();
    runs += verdict.runs();
    steps += verdict.steps();
  }

  private void leave(NotJudged more) {
    left.merge(
        more.reason(),
        more,
        (one, other) ->
            new NotJudged(
                one.reason(),
                one.triggers() + other.triggers(),
                one.upTo().isAfter(other.upTo()) ? one.upTo() : other.upTo()));
  }

  GroupVerdict result(int jobs, Optional<String> leader) {
    return new GroupVerdict(
        group,
        new Verdict(findings, slots, runs, skipped, steps),
        jobs,
        triggers,
        triggers == 0 ? Optional.empty() : Optional.of(since),
        taken,
        leader,
        List.copyOf(left.values()));
  }
}
