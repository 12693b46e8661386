package dev.tenure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Random good pasts have no findings; each with one thing changed in it has. */
class MutationTest {

  private static final int SEEDS = Integer.getInteger("tenure.verify.seeds", 30);

  /** What can be wrong with one past. */
  private enum Mutation {
    DROP_RUN(Breach.MISSED, Breach.OVERDUE, Breach.SLOW_RECOVERY, Breach.UNASKED_ATTEMPT),
    DROP_RUN_AND_KEEP_ITS_START(Breach.UNCLAIMED_START),
    CLAIM_TWICE(Breach.CLAIMED_TWICE),
    START_TWICE(Breach.STARTED_TWICE),
    SHIFT_SLOT(Breach.OFF_GRID),
    SWAP_ORDER(Breach.OUT_OF_ORDER),
    DROP_END(Breach.NO_END),
    END_TWICE(Breach.END_WITHOUT_RUN),
    CHANGE_TERM(Breach.TERMS_MIXED, Breach.OTHER_HOLDER),
    CHANGE_NODE(Breach.TERMS_MIXED, Breach.OTHER_HOLDER),
    WIDEN_SKIP(Breach.WRONG_COUNT, Breach.RUN_AND_SKIPPED),
    COUNT_SKIP_WRONG(Breach.WRONG_COUNT),
    DROP_SKIP(Breach.MISSED),
    DROP_START(Breach.NO_WITNESS),
    DROP_START_END(Breach.NO_WITNESS),
    MOVE_START(Breach.OTHER_HOLDER),
    CLAIM_EARLY(Breach.EARLY),
    TOKEN_BACK(Breach.TOKEN_WENT_BACK),
    DROP_LEAD(Breach.NO_LEADER),
    DROP_NEXT(Breach.NOT_TRIED_AGAIN, Breach.UNASKED_ATTEMPT);

    @SuppressWarnings("ImmutableEnumChecker") // What Set.of makes does not change.
    private final Set<Breach> expected;

    Mutation(Breach... expected) {
      this.expected = Set.of(expected);
    }
  }

  private final Map<Mutation, Integer> made = new EnumMap<>(Mutation.class);

  @Test
  void eachMutationOfAGoodPastIsCaught() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Evidence good = RandomPast.of(seed);
      assertThat(Checker.check(good).findings()).as("seed %d", seed).isEmpty();
      for (Mutation mutation : Mutation.values()) {
        long of = seed;
        new Planter(good, new SplittableRandom(seed))
            .plant(mutation)
            .ifPresent(bad -> caught(of, mutation, bad));
      }
    }
    assertThat(made.keySet()).containsExactlyInAnyOrder(Mutation.values());
  }

  private void caught(long seed, Mutation mutation, Evidence bad) {
    made.merge(mutation, 1, Integer::sum);
    assertThat(Checker.check(bad).findings())
        .as("seed %d, %s", seed, mutation)
        .extracting(Finding::breach)
        .containsAnyElementsOf(mutation.expected);
  }

  /** Plants one thing into a copy of a good past. */
  private static final class Planter {
    private final Evidence good;
    private final SplittableRandom random;
    private final List<Fact> facts;
    private final List<Start> starts;
    private final List<Accepted> accepted;
    private List<Timeline.Lead> leads;

    Planter(Evidence good, SplittableRandom random) {
      this.good = good;
      this.random = random;
      facts = new ArrayList<>(good.ledger().facts());
      starts = new ArrayList<>(good.starts().orElseThrow());
      accepted = new ArrayList<>(good.accepted());
      leads = new ArrayList<>(good.timeline().orElseThrow().leaders());
    }

    Optional<Evidence> plant(Mutation mutation) {
      return change(mutation) ? Optional.of(evidence()) : Optional.empty();
    }

    private Evidence evidence() {
      Timeline timeline = good.timeline().orElseThrow();
      return new Evidence(
          good.plans(),
          Ledger.journal(facts),
          Optional.of(starts),
          accepted,
          Optional.of(new Timeline(timeline.faults(), timeline.able(), leads)),
          good.bounds(),
          good.taken());
    }

    private boolean change(Mutation mutation) {
      return switch (mutation) {
        case DROP_RUN -> dropRun(true);
        case DROP_RUN_AND_KEEP_ITS_START -> dropRun(false);
        case CLAIM_TWICE ->
            pick(Fact.Claimed.class, c -> true, i -> facts.add(i + 1, facts.get(i)));
        case END_TWICE -> pick(Fact.Ended.class, e -> true, i -> facts.add(i + 1, facts.get(i)));
        case DROP_END -> pick(Fact.Ended.class, this::isOld, i -> facts.remove(i));
        case SHIFT_SLOT -> pick(Fact.Claimed.class, Fact.Claimed::movesCursor, this::shift);
        case SWAP_ORDER -> pick(Fact.Claimed.class, Fact.Claimed::movesCursor, this::swap);
        case CHANGE_TERM -> pick(Fact.Claimed.class, c -> true, i -> restamp(i, 1, ""));
        case CHANGE_NODE -> pick(Fact.Claimed.class, c -> true, i -> restamp(i, 0, "x"));
        case WIDEN_SKIP -> pick(Fact.Passed.class, p -> true, i -> skip(i, 60, 0));
        case COUNT_SKIP_WRONG -> pick(Fact.Passed.class, p -> true, i -> skip(i, 0, 1));
        case DROP_SKIP -> pick(Fact.Passed.class, p -> true, i -> facts.remove(i));
        case CLAIM_EARLY -> pick(Fact.Claimed.class, Fact.Claimed::movesCursor, this::early);
        case DROP_NEXT -> pick(Fact.Ended.class, e -> e.next().isPresent(), this::dropNext);
        case START_TWICE -> starts.add(starts.get(random.nextInt(starts.size())));
        case DROP_START -> start(i -> starts.remove(i));
        case DROP_START_END -> start(i -> starts.set(i, moved(starts.get(i), "", false)));
        case MOVE_START -> start(i -> starts.set(i, moved(starts.get(i), "x", true)));
        case TOKEN_BACK ->
            accepted.add(accepted.get(0))
                && accepted.get(0).term() < accepted.get(accepted.size() - 2).term();
        case DROP_LEAD -> {
          leads = new ArrayList<>(leads.subList(1, leads.size()));
          yield true;
        }
      };
    }

    private interface At {
      void change(int index);
    }

    private <F extends Fact> boolean pick(Class<F> type, Predicate<F> which, At at) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < facts.size(); i++) {
        if (type.isInstance(facts.get(i)) && which.test(type.cast(facts.get(i)))) {
          all.add(i);
        }
      }
      if (all.isEmpty()) {
        return false;
      }
      at.change(all.get(random.nextInt(all.size())));
      return true;
    }

    private boolean dropRun(boolean withStarts) {
      // One whose slot is long due, so that nobody could be still about to claim it.
      return pick(
          Fact.Claimed.class,
          c ->
              c.movesCursor()
                  && c.slot().isBefore(good.taken().minus(Duration.ofSeconds(25)))
                  && (withStarts || started(c.run())),
          i -> {
            RunId run = ((Fact.Claimed) facts.get(i)).run();
            facts.removeIf(f -> f instanceof Fact.Claimed c && c.run().equals(run));
            facts.removeIf(f -> f instanceof Fact.Ended e && e.run().equals(run));
            if (withStarts) {
              starts.removeIf(s -> s.run().equals(run));
            }
          });
    }

    private boolean started(RunId run) {
      return starts.stream().anyMatch(start -> start.run().equals(run));
    }

    /** Whether the run's term was over long before the end. */
    private boolean isOld(Fact.Ended end) {
      Timeline.Lead last = leads.get(leads.size() - 1);
      return end.state() != EndState.LOST
          && end.stamp().term() < last.term()
          && last.from().isBefore(good.taken().minus(Duration.ofSeconds(20)));
    }

    private void shift(int index) {
      Fact.Claimed c = (Fact.Claimed) facts.get(index);
      RunId run =
          new RunId(
              c.run().group(), c.run().job(), c.run().trigger(), c.run().slotMillis() + 137, 1);
      facts.set(index, new Fact.Claimed(run, c.kind(), c.edition(), false, c.stamp()));
    }

    /** The claim and the next one of its trigger change places. */
    private void swap(int index) {
      Fact.Claimed first = (Fact.Claimed) facts.get(index);
      for (int i = index + 1; i < facts.size(); i++) {
        if (facts.get(i) instanceof Fact.Claimed next
            && next.movesCursor()
            && next.run().trigger().equals(first.run().trigger())) {
          facts.set(index, next);
          facts.set(i, first);
          return;
        }
      }
      facts.add(0, first); // The last one: it comes first.
      facts.add(1, facts.get(index + 1));
    }

    private void restamp(int index, long terms, String node) {
      Stamp s = facts.get(index).stamp();
      Stamp changed = new Stamp(s.revision(), s.term() + terms, s.node() + node, s.at(), s.seen());
      facts.set(index, RandomPast.with(facts.get(index), changed));
    }

    private void skip(int index, long seconds, long slots) {
      Fact.Passed p = (Fact.Passed) facts.get(index);
      SkippedRange r = p.ranges().get(0);
      SkippedRange changed =
          new SkippedRange(
              r.trigger(),
              r.from(),
              r.to().plusSeconds(seconds),
              r.count() + slots,
              r.exact(),
              r.reason());
      facts.set(
          index,
          new Fact.Passed(
              p.group(),
              p.job(),
              p.trigger(),
              p.edition(),
              List.of(changed),
              changed.to(),
              p.stamp()));
    }

    private void early(int index) {
      Fact.Claimed c = (Fact.Claimed) facts.get(index);
      Stamp s = c.stamp();
      Stamp early = new Stamp(s.revision(), s.term(), s.node(), c.slot().minusSeconds(2), s.seen());
      facts.set(index, RandomPast.with(c, early));
    }

    private void dropNext(int index) {
      Fact.Ended e = (Fact.Ended) facts.get(index);
      facts.set(index, new Fact.Ended(e.run(), e.state(), Optional.empty(), e.stamp()));
    }

    /** A start whose run the ledger has as succeeded. */
    private boolean start(At at) {
      Set<RunId> good = new HashSet<>();
      for (Fact fact : facts) {
        if (fact instanceof Fact.Ended e && e.state() == EndState.SUCCEEDED) {
          good.add(e.run());
        }
      }
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < starts.size(); i++) {
        if (good.contains(starts.get(i).run())) {
          all.add(i);
        }
      }
      at.change(all.get(random.nextInt(all.size())));
      return true;
    }

    private static Start moved(Start s, String node, boolean ended) {
      return new Start(
          s.run(),
          s.term(),
          s.node() + node,
          s.startNanos(),
          ended ? s.endNanos() : OptionalLong.empty(),
          s.startedAt(),
          s.place());
    }
  }
}
