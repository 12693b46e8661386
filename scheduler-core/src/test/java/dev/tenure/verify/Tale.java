package dev.tenure.verify;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.Grids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A past of one job with a slot each ten seconds, told step by step. Instants are seconds after the
 * beginning; node {@code a} leads in term 1 from there on.
 */
final class Tale {

  static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  static final GroupName GROUP = new GroupName("default");
  static final JobName JOB = new JobName("tick");
  static final TriggerName TRIGGER = new TriggerName("tick");
  static final Bounds BOUNDS =
      new Bounds(
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofMillis(500));

  final List<Fact> facts = new ArrayList<>();
  final List<Start> starts = new ArrayList<>();
  final List<Accepted> accepted = new ArrayList<>();
  final List<Ledger.Unreadable> unreadable = new ArrayList<>();
  final List<Era> eras = new ArrayList<>();
  final List<Rules> rules = new ArrayList<>();
  final List<Timeline.Fault> faults = new ArrayList<>();
  final List<Timeline.Able> able = new ArrayList<>();
  final List<Timeline.Lead> leads = new ArrayList<>();
  Concurrency concurrency = Concurrency.ALLOW;
  Ledger.Order order = Ledger.Order.JOURNAL;
  boolean witnessed = true;
  long term = 1;
  String node = "a";
  String edition = "files";
  double from;
  double taken = 100;
  private long revision = 1;

  Tale() {
    eras.add(era(0, 10, Era.Standing.RUNS));
    opened(0, 1, "a");
  }

  static Instant at(double seconds) {
    return T0.plusMillis(Math.round(seconds * 1000));
  }

  static RunId id(double slot, int attempt) {
    return new RunId(GROUP, JOB, TRIGGER, at(slot).toEpochMilli(), attempt);
  }

  Stamp stamp(double seconds) {
    return new Stamp(++revision, term, node, at(seconds), at(seconds));
  }

  long revision() {
    return revision;
  }

  Era era(double seconds, int period, Era.Standing standing) {
    return new Era(
        ++revision, at(seconds), "files", at(0), Grids.every(Duration.ofSeconds(period)), standing);
  }

  /** The trigger is replaced; slots of the new one count after an instant that may be long ago. */
  Tale replaced(double seconds, String newEdition, double since) {
    edition = newEdition;
    Era before = eras.get(eras.size() - 1);
    eras.add(
        new Era(++revision, at(seconds), edition, at(since), before.grid(), Era.Standing.RUNS));
    return this;
  }

  static Rules rules(Concurrency concurrency, int attempts, OnLeaderLoss onLoss) {
    return new Rules(0, T0, concurrency, attempts, onLoss, false);
  }

  Tale opened(double seconds, long newTerm, String newNode) {
    term = newTerm;
    node = newNode;
    facts.add(new Fact.Opened(GROUP, stamp(seconds)));
    return this;
  }

  Tale claim(double slot, double seconds) {
    return claim(slot, 1, RunKind.SCHEDULED, seconds);
  }

  Tale claim(double slot, int attempt, RunKind kind, double seconds) {
    facts.add(new Fact.Claimed(id(slot, attempt), kind, edition, false, stamp(seconds)));
    return this;
  }

  Tale end(double slot, int attempt, EndState state, double seconds) {
    facts.add(new Fact.Ended(id(slot, attempt), state, Optional.empty(), stamp(seconds)));
    return this;
  }

  /** An end that the node of an older term reported, which had been handed over. */
  Tale reported(double slot, long right, double seconds) {
    facts.add(
        new Fact.Ended(id(slot, 1), EndState.SUCCEEDED, Optional.empty(), right, stamp(seconds)));
    return this;
  }

  Tale endAndAgain(double slot, int attempt, EndState state, double seconds) {
    Optional<Instant> next = Optional.of(at(seconds));
    facts.add(new Fact.Ended(id(slot, attempt), state, next, stamp(seconds)));
    return this;
  }

  Tale start(double slot, int attempt, double from, double to) {
    starts.add(start(id(slot, attempt), term, node, from, to));
    return this;
  }

  static Start start(RunId run, long term, String node, double from, double to) {
    return new Start(
        run,
        term,
        node,
        Math.round(from * 1e9),
        to < 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(to * 1e9)),
        at(from),
        "");
  }

  /** A run that is claimed, starts and ends as it should. */
  Tale run(double slot) {
    return run(slot, slot + 0.01, 1);
  }

  Tale run(double slot, double seconds, double takes) {
    claim(slot, seconds);
    start(slot, 1, seconds + 0.01, seconds + takes);
    return end(slot, 1, EndState.SUCCEEDED, seconds + takes + 0.01);
  }

  Tale skip(double first, double last, long count, SkipReason reason, double seconds) {
    SkippedRange range = new SkippedRange(TRIGGER, at(first), at(last), count, true, reason);
    facts.add(
        new Fact.Passed(GROUP, JOB, TRIGGER, "files", List.of(range), at(last), stamp(seconds)));
    return this;
  }

  Tale runs(double first, double last) {
    for (double slot = first; slot <= last; slot += 10) {
      run(slot);
    }
    return this;
  }

  Evidence evidence() {
    List<Rules> known = rules.isEmpty() ? List.of(rules(concurrency, 1, OnLeaderLoss.LOSE)) : rules;
    TriggerPlan plan = new TriggerPlan(TRIGGER, eras, at(from), at(taken));
    Optional<Timeline> timeline =
        faults.isEmpty() && able.isEmpty() && leads.isEmpty()
            ? Optional.empty()
            : Optional.of(new Timeline(faults, able, leads));
    return new Evidence(
        List.of(new JobPlan(GROUP, JOB, known, List.of(plan))),
        new Ledger(facts, order, unreadable),
        witnessed ? Optional.of(starts) : Optional.empty(),
        accepted,
        timeline,
        BOUNDS,
        at(taken));
  }

  Verdict verdict() {
    return Checker.check(evidence());
  }
}
