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
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.Grids;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A good past made from a seed: some jobs, some terms with gaps between them, runs that fail, are
 * tried again, are cut off, and slots that are passed over. Times are milliseconds from the
 * beginning.
 */
final class RandomPast {

  static final GroupName GROUP = new GroupName("default");
  static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  static final long END = 240_000;

  /** A leadership; the next one begins some seconds after its end. */
  record Term(long number, String node, long from, long to) {}

  private record Step(long at, Fact fact) {}

  private final SplittableRandom random;
  private final List<Term> terms = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private final List<JobPlan> plans = new ArrayList<>();

  private RandomPast(long seed) {
    random = new SplittableRandom(seed);
    long at = 0;
    for (long number = 1; at < END; number++) {
      long to = at + 20_000 + random.nextLong(60_000);
      boolean last = to > END - 60_000;
      terms.add(new Term(10 * number, "node-" + number % 3, at, last ? END : to));
      at = last ? END : to + 1_000 + random.nextLong(9_000);
    }
    terms.forEach(term -> step(term.from(), new Fact.Opened(GROUP, stamp(term, term.from()))));
  }

  static Evidence of(long seed) {
    RandomPast past = new RandomPast(seed);
    int jobs = 2 + past.random.nextInt(4);
    for (int i = 0; i < jobs; i++) {
      past.job(new JobName("job-" + i));
    }
    return past.evidence();
  }

  private Evidence evidence() {
    steps.sort(Comparator.comparingLong(Step::at));
    List<Fact> facts = new ArrayList<>();
    List<Timeline.Lead> leads = new ArrayList<>();
    List<Timeline.Fault> faults = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      facts.add(restamped(steps.get(i).fact(), i + 10));
    }
    for (Term term : terms) {
      leads.add(
          new Timeline.Lead(GROUP, term.number(), term.node(), at(term.from()), at(term.to()), 0));
      if (term.to() < END) {
        faults.add(new Timeline.Fault("kill", at(term.to()), at(term.to() + 500), false));
      }
    }
    starts.sort(Comparator.comparingLong(Start::startNanos));
    List<Accepted> accepted =
        starts.stream().map(s -> new Accepted("table", GROUP, s.term(), s.node(), 0)).toList();
    Timeline timeline = new Timeline(faults, List.of(new Timeline.Able(at(0), at(END))), leads);
    Duration some = Duration.ofSeconds(15);
    return new Evidence(
        plans,
        Ledger.journal(facts),
        Optional.of(starts),
        accepted,
        Optional.of(timeline),
        new Bounds(some, some, some, Duration.ofSeconds(2), some, some, Duration.ofMillis(500)),
        at(END));
  }

  private void job(JobName job) {
    Concurrency concurrency = random.nextBoolean() ? Concurrency.ALLOW : Concurrency.FORBID;
    OnLeaderLoss onLoss = random.nextBoolean() ? OnLeaderLoss.LOSE : OnLeaderLoss.RERUN;
    int attempts = 1 + random.nextInt(2);
    TriggerName trigger = TriggerName.of(job);
    Grid grid =
        random.nextBoolean()
            ? Grids.every(Duration.ofMillis(1000 + 500L * random.nextInt(8)))
            : Grids.cron("*/" + (1 + random.nextInt(5)) + " * * * * ?", ZoneOffset.UTC);
    Era era = new Era(1, T0, "files", T0, grid, Era.Standing.RUNS);
    plans.add(
        new JobPlan(
            GROUP,
            job,
            List.of(new Rules(1, T0, concurrency, attempts, onLoss, false)),
            List.of(new TriggerPlan(trigger, List.of(era), T0, at(END)))));
    boolean forbid = concurrency == Concurrency.FORBID;
    long cursor = 0;
    long free = 0;
    SkipReason reason = SkipReason.MISSED;
    while (true) {
      long slot = millis(grid.next(at(cursor)).orElseThrow());
      long now = Math.max(slot, free);
      Term term = termAt(now);
      if ((now > term.from() && now + 1 >= term.to()) || now >= END) {
        return;
      }
      if (now < term.from()) {
        now = term.from() + 50;
        reason = SkipReason.MISSED;
      }
      long last = lastUpTo(grid, cursor, now - 1);
      if (last > slot) {
        // Slots fell due meanwhile: all but the newest, or all, are passed over.
        long keep = random.nextBoolean() ? last : Long.MAX_VALUE;
        cursor = skip(job, trigger, grid, cursor, keep == last ? last - 1 : last, reason, now);
        if (keep != last) {
          continue;
        }
        slot = last;
      }
      free = run(job, trigger, slot, now + random.nextInt(5), forbid, attempts, onLoss);
      reason = SkipReason.OVERLAP;
      cursor = slot;
    }
  }

  private long skip(
      JobName job,
      TriggerName trigger,
      Grid grid,
      long after,
      long upTo,
      SkipReason reason,
      long now) {
    Instant from = grid.next(at(after)).orElseThrow();
    Instant to = grid.last(at(after), at(upTo)).orElseThrow();
    long count = grid.count(at(after), at(upTo), 100_000).slots();
    SkippedRange range = new SkippedRange(trigger, from, to, count, true, reason);
    step(
        now,
        new Fact.Passed(GROUP, job, trigger, "files", List.of(range), to, stamp(termAt(now), now)));
    return millis(to);
  }

  /** A slot with all of its attempts; answers when the job is free again. */
  private long run(
      JobName job,
      TriggerName trigger,
      long slot,
      long claimed,
      boolean forbid,
      int attempts,
      OnLeaderLoss onLoss) {
    long at = claimed;
    RunKind kind = RunKind.SCHEDULED;
    for (int attempt = 1; ; attempt++) {
      Term term = termAt(at);
      RunId run = new RunId(GROUP, job, trigger, slot + T0.toEpochMilli(), attempt);
      step(at, new Fact.Claimed(run, kind, "files", false, stamp(term, at)));
      long begin = at + 2;
      long end = begin + 1 + random.nextInt(forbid ? 3_000 : 1_500);
      boolean cut = end + 2 >= term.to();
      starts.add(
          new Start(
              run,
              term.number(),
              term.node(),
              begin * 1_000_000,
              cut ? OptionalLong.empty() : OptionalLong.of(end * 1_000_000),
              at(begin),
              ""));
      if (cut && term.to() >= END) {
        return END;
      }
      Term settles = cut ? termAt(term.to() + 1) : term;
      long settled = cut ? settles.from() + 10 : end + 2;
      boolean fails = !cut && random.nextInt(10) == 0;
      boolean again = cut ? onLoss == OnLeaderLoss.RERUN : fails && attempt < attempts;
      EndState state = cut ? EndState.LOST : fails ? EndState.FAILED : EndState.SUCCEEDED;
      long due = settled + 5;
      step(
          settled,
          new Fact.Ended(
              run,
              state,
              again ? Optional.of(at(due)) : Optional.empty(),
              stamp(settles, settled)));
      if (!again) {
        return forbid ? settled + 1 : 0;
      }
      at = due + 1;
      if (at + 3 >= termAt(at).to()) {
        return END; // Its term ends with the attempt still to be made; nothing is claimed after.
      }
      kind = cut ? RunKind.RECOVERED : RunKind.RETRY;
    }
  }

  private static long lastUpTo(Grid grid, long after, long upTo) {
    return grid.last(at(after), at(upTo)).map(RandomPast::millis).orElse(Long.MIN_VALUE);
  }

  /** The term that holds an instant, or the next one; the last one after all of them. */
  private Term termAt(long at) {
    return terms.stream()
        .filter(term -> at < term.to())
        .findFirst()
        .orElse(terms.get(terms.size() - 1));
  }

  private void step(long at, Fact fact) {
    steps.add(new Step(at, fact));
  }

  private static Stamp stamp(Term term, long at) {
    return new Stamp(0, term.number(), term.node(), at(at), at(at));
  }

  static Fact restamped(Fact fact, long revision) {
    Stamp old = fact.stamp();
    Stamp stamp = new Stamp(revision, old.term(), old.node(), old.at(), old.seen());
    return with(fact, stamp);
  }

  static Fact with(Fact fact, Stamp stamp) {
    if (fact instanceof Fact.Claimed c) {
      return new Fact.Claimed(c.run(), c.kind(), c.edition(), c.requested(), stamp);
    } else if (fact instanceof Fact.Ended e) {
      return new Fact.Ended(e.run(), e.state(), e.next(), stamp);
    } else if (fact instanceof Fact.Passed p) {
      return new Fact.Passed(
          p.group(), p.job(), p.trigger(), p.edition(), p.ranges(), p.cursor(), stamp);
    }
    return new Fact.Opened(fact.group(), stamp);
  }

  static Instant at(long millis) {
    return T0.plusMillis(millis);
  }

  private static long millis(Instant instant) {
    return instant.toEpochMilli() - T0.toEpochMilli();
  }
}
