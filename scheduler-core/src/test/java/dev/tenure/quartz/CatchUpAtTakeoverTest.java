package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.ledger.SkipReason;
import dev.tenure.schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of slots that fell due while nobody led, or while the clock was wrong. */
final class CatchUpAtTakeoverTest {

  private static final Duration SECOND = DueWorld.SECOND;
  private static final Duration HOUR = Duration.ofHours(1);

  private static List<Instant> slots(List<Due> dues) {
    return dues.stream().map(due -> ((Due.OfSlot) due).slot()).toList();
  }

  private static List<Instant> runAll(DueWorld world) {
    List<Instant> all = new ArrayList<>();
    for (List<Due> taken = world.take(100); !taken.isEmpty(); taken = world.take(100)) {
      all.addAll(slots(taken));
      taken.forEach(due -> world.end(world.claim(due)));
    }
    return all;
  }

  @Test
  void skipRunsNothingThatWasMissed() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Skip());
    world.pass(Duration.ofSeconds(10));
    world.lead();
    assertThat(slots(world.take(10))).as("a second late is not missed").isEmpty();
    assertThat(world.skipped)
        .singleElement()
        .satisfies(
            range -> {
              assertThat(range.count()).isEqualTo(9);
              assertThat(range.reason()).isEqualTo(SkipReason.MISSED);
            });
    assertThat(slots(world.take(10))).containsExactly(world.now());
  }

  @Test
  void lastRunsTheLastOfTheMissedUnderItsTrueInstant() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Last());
    world.pass(Duration.ofSeconds(10));
    Instant won = world.now();
    world.lead();
    assertThat(runAll(world)).containsExactly(won.minusSeconds(1), won);
    assertThat(world.skipped).singleElement().satisfies(r -> assertThat(r.count()).isEqualTo(8));
  }

  @Test
  void allRunsEachOfThemInOrderWithinItsLimits() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.All(4, Duration.ofSeconds(6)));
    world.pass(Duration.ofSeconds(10));
    Instant won = world.now();
    world.lead();
    List<Instant> run = runAll(world);
    assertThat(run)
        .containsExactly(
            won.minusSeconds(4),
            won.minusSeconds(3),
            won.minusSeconds(2),
            won.minusSeconds(1),
            won);
    assertThat(world.skipped)
        .extracting(range -> range.reason())
        .containsExactlyInAnyOrder(SkipReason.WINDOW, SkipReason.LIMIT);
    assertThat(world.skipped.stream().mapToLong(r -> r.count()).sum() + run.size()).isEqualTo(10);
  }

  @Test
  void freshSlotsGoBeforeTheHerdAndTheHerdGoesFreshestFirst() {
    DueWorld world = new DueWorld();
    for (int i = 0; i < 5; i++) {
      world.everySecond("late-" + i, Concurrency.ALLOW, new CatchUp.Last());
      world.cursor("late-" + i, "late-" + i, world.now().plusSeconds(i));
    }
    world.pass(Duration.ofSeconds(10));
    world.everySecond("fresh");
    world.lead();
    world.pass(SECOND);
    List<String> order = world.take(10).stream().map(due -> due.job().value()).toList();
    assertThat(order).containsExactly("fresh", "late-4", "late-3", "late-2", "late-1", "late-0");
  }

  @Test
  void theHerdIsPaced() {
    DueWorld world = new DueWorld(10);
    for (int i = 0; i < 50; i++) {
      world.everySecond("late-" + i, Concurrency.ALLOW, new CatchUp.Last());
    }
    world.pass(Duration.ofSeconds(10));
    world.lead();
    assertThat(world.take(100)).hasSize(1);
    assertThat(world.take(100)).isEmpty();
    world.signals.clear();
    world.pass(Duration.ofMillis(100));
    assertThat(world.signals).isNotEmpty();
    assertThat(world.take(100)).hasSize(1);
    world.pass(SECOND);
    int more = world.take(100).size();
    assertThat(more).isEqualTo(1);
  }

  @Test
  void whatWasSkippedIsTriedAgainWhenItCouldNotBeRecorded() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Skip());
    world.pass(Duration.ofSeconds(10));
    world.ledgerWrites = false;
    world.lead();
    assertThat(world.take(10)).isEmpty();
    world.ledgerWrites = true;
    world.pass(SECOND);
    assertThat(world.take(10)).isEmpty();
    assertThat(world.skipped).hasSize(1);
  }

  @Test
  void aLateSlotIsNotMissedOnlyBecauseNobodyHadAThreadForIt() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Skip());
    world.lead();
    Instant won = world.now();
    world.pass(Duration.ofSeconds(5));
    assertThat(runAll(world)).hasSize(5).first().isEqualTo(won.plusSeconds(1));
    assertThat(world.skipped).isEmpty();
  }

  @Test
  void aNodeThatLeadsAgainRefiresNothing() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.All(1000, HOUR));
    world.lead();
    world.pass(SECOND);
    List<Instant> mine = runAll(world);
    world.standBy();
    world.pass(Duration.ofSeconds(5));
    world.cursor("j", "j", world.now());
    world.lead();
    assertThat(runAll(world)).isEmpty();
    world.pass(SECOND);
    assertThat(runAll(world)).containsExactly(world.now()).doesNotContainAnyElementsOf(mine);
  }

  @Test
  void aClockThatIsSetForwardMakesNoStorm() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Last());
    world.lead();
    world.pass(SECOND);
    runAll(world);
    world.time.jump(HOUR);
    List<Instant> run = runAll(world);
    assertThat(run).hasSizeLessThanOrEqualTo(2).endsWith(world.now());
    assertThat(world.skipped.stream().mapToLong(r -> r.count()).sum() + run.size()).isEqualTo(3600);
  }

  @Test
  void aClockThatIsSetBackStallsNoFrequentJobAndRunsNoSlotTwice() {
    DueWorld world = new DueWorld();
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Last());
    world.lead();
    List<Instant> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      world.pass(SECOND);
      all.addAll(runAll(world));
    }
    assertThat(all).hasSize(10);
    world.time.jump(HOUR.negated());
    world.pass(SECOND);
    assertThat(world.signals).contains(Instant.MIN);
    for (int i = 0; i < 20; i++) {
      world.pass(SECOND);
      all.addAll(runAll(world));
    }
    assertThat(all).hasSizeBetween(19, 21).doesNotHaveDuplicates().isSorted();
    for (int i = 0; i < 7200; i++) {
      world.pass(SECOND);
      all.addAll(runAll(world));
    }
    assertThat(all).doesNotHaveDuplicates().isSorted();
    assertThat(all.get(all.size() - 1)).as("caught up").isEqualTo(world.now());
  }

  @Test
  void aClockThatIsSetBackMakesADailyJobWaitForItsTime() {
    DueWorld world = new DueWorld();
    world.put(DueWorld.job("daily", Concurrency.ALLOW));
    Instant slot = world.now().plus(HOUR.multipliedBy(2));
    world.put(
        world.trigger(
            "daily",
            "daily",
            new dev.tenure.schedule.ScheduleSpec.At(List.of(slot)),
            new CatchUp.Last()));
    world.lead();
    world.pass(HOUR.plus(HOUR.dividedBy(2)));
    world.time.jump(HOUR.negated());
    world.pass(HOUR);
    assertThat(world.take(10)).isEmpty();
    world.pass(HOUR.dividedBy(2));
    assertThat(slots(world.take(10))).containsExactly(slot);
  }

  @Test
  void aLeaderFindsACursorAheadOfItsClockAndGoesOn() {
    DueWorld world = new DueWorld();
    world.everySecond("j");
    world.cursor("j", "j", world.now().plus(HOUR));
    world.lead();
    world.pass(Duration.ofSeconds(2));
    assertThat(slots(world.take(10))).containsExactly(world.now().plus(HOUR).minusSeconds(1));
  }
}
