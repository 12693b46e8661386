package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is handed out, when, and in which order. */
final class DueDeskTest {

  private static final Duration SECOND = DueWorld.SECOND;

  private final DueWorld world = new DueWorld();

  private static List<String> keys(List<Due> dues) {
    return dues.stream().map(Due::tie).toList();
  }

  private Due one() {
    List<Due> taken = world.take(10);
    assertThat(taken).hasSize(1);
    return taken.get(0);
  }

  private static Instant slot(Due due) {
    return ((Due.OfSlot) due).slot();
  }

  @Test
  void nothingIsHandedOutByANodeThatDoesNotLead() {
    world.everySecond("a");
    world.pass(SECOND);
    assertThat(world.take(10)).isEmpty();
    world.lead();
    assertThat(world.take(10)).hasSize(1);
    world.standBy();
    world.pass(SECOND);
    assertThat(world.take(10)).isEmpty();
  }

  @Test
  void whatFallsDueWithinTheLeadIsHandedOutWithWhatIsDue() {
    world.everySecond("a");
    world.everySecond("b");
    world.lead();
    world.pass(SECOND.minusMillis(20));
    assertThat(world.takeEarly(Duration.ofMillis(19), 10)).isEmpty();
    assertThat(world.takeEarly(Duration.ofMillis(20), 10))
        .hasSize(2)
        .allMatch(due -> slot(due).equals(world.now().plusMillis(20)));
  }

  @Test
  void aSlotIsHandedOutOnceItIsDueAndThenNotAgain() {
    world.everySecond("a");
    world.lead();
    assertThat(world.take(10)).isEmpty();
    world.pass(SECOND);
    Due due = one();
    assertThat(slot(due)).isEqualTo(world.now());
    assertThat(world.take(10)).isEmpty();
    world.pass(SECOND);
    assertThat(world.take(10)).as("not before the ledger has it").isEmpty();
    world.claim(due);
    assertThat(slot(one())).isEqualTo(world.now());
  }

  @Test
  void whatIsGivenBackIsHandedOutAgain() {
    world.everySecond("a");
    world.lead();
    world.pass(SECOND);
    Due due = one();
    world.desk.giveBack(due);
    assertThat(one()).isEqualTo(due);
  }

  @Test
  void whatTheLedgerRefusedIsLeftAloneForAWhile() {
    world.everySecond("a");
    world.lead();
    world.pass(SECOND);
    Due due = one();
    world.desk.refused(due);
    assertThat(world.take(10)).isEmpty();
    world.pass(SECOND);
    assertThat(one()).isEqualTo(due);
  }

  @Test
  void theEarlierGoesFirstThenTheMoreImportantThenByName() {
    world.put(DueWorld.job("j", Concurrency.ALLOW));
    ScheduleSpec soon = new ScheduleSpec.At(List.of(world.now().plusSeconds(2)));
    ScheduleSpec sooner = new ScheduleSpec.At(List.of(world.now().plusSeconds(1)));
    world.put(world.trigger("b", "j", soon, new CatchUp.Last()));
    world.put(world.trigger("a", "j", soon, new CatchUp.Last()));
    world.put(world.trigger("vip", "j", soon, new CatchUp.Last(), 9, Source.API));
    world.put(world.trigger("z", "j", sooner, new CatchUp.Last()));
    world.lead();
    world.pass(SECOND.multipliedBy(2));
    assertThat(keys(world.take(10))).containsExactly("z", "vip", "a", "b");
  }

  @Test
  void aBatchLooksAheadNoFurtherThanAsked() {
    world.everySecond("a");
    world.lead();
    assertThat(world.take(world.now().plusMillis(999), 10)).isEmpty();
    assertThat(keys(world.take(world.now().plusMillis(1000), 10))).containsExactly("a");
  }

  @Test
  void aJobThatForbidsOverlapsHandsOutOneThingUntilItsRunHasEnded() {
    world.put(DueWorld.job("j", Concurrency.FORBID));
    ScheduleSpec once = new ScheduleSpec.At(List.of(world.now().plusSeconds(1)));
    world.put(world.trigger("a", "j", once, new CatchUp.Last()));
    world.put(world.trigger("b", "j", once, new CatchUp.Last()));
    world.lead();
    world.pass(SECOND);
    Due first = one();
    OpenRun run = world.claim(first);
    assertThat(world.take(10)).isEmpty();
    world.end(run);
    assertThat(keys(world.take(10))).containsExactly("b");
  }

  @Test
  void openRunsOfAnotherLeaderBlockAJobThatForbidsOverlaps() {
    world.everySecond("j", Concurrency.FORBID, new CatchUp.Last());
    world.lead();
    world.pass(SECOND);
    OpenRun run = world.claim(one());
    world.standBy();
    world.lead();
    world.pass(SECOND);
    assertThat(world.take(10)).isEmpty();
    world.end(run);
    assertThat(world.take(10)).hasSize(1);
  }

  @Test
  void slotsThatFallDueDuringARunOfAFileJobThatForbidsOverlapsAreSkipped() {
    world.put(DueWorld.job("j", Concurrency.FORBID));
    world.put(world.trigger("j", "j", DueWorld.every(SECOND), new CatchUp.Last(), 5, Source.FILES));
    world.lead();
    world.pass(SECOND);
    OpenRun run = world.claim(one());
    world.pass(Duration.ofMillis(3500));
    world.end(run);
    assertThat(world.take(10)).isEmpty();
    assertThat(world.skipped)
        .singleElement()
        .satisfies(
            range -> {
              assertThat(range.count()).isEqualTo(3);
              assertThat(range.reason()).isEqualTo(dev.tenure.ledger.SkipReason.OVERLAP);
            });
    world.pass(Duration.ofMillis(500));
    assertThat(slot(one())).isEqualTo(world.now());
  }

  @Test
  void aJobThatForbidsOverlapsAndIsLateGetsOnTimeAgain() {
    world.put(DueWorld.job("j", Concurrency.FORBID));
    world.put(world.trigger("j", "j", DueWorld.every(SECOND), new CatchUp.Skip(), 5, Source.FILES));
    Instant begin = world.now();
    world.lead();
    // No thread is free for a while: three slots are late. From then on each run is longer than the
    // time between two slots.
    world.pass(Duration.ofMillis(3500));
    for (int late = 1; late <= 3; late++) {
      Due due = one();
      assertThat(slot(due)).isEqualTo(begin.plusSeconds(late));
      OpenRun run = world.claim(due);
      world.pass(Duration.ofMillis(2700));
      world.end(run);
    }
    assertThat(world.take(10)).isEmpty();
    world.pass(Duration.ofMillis(400));
    assertThat(slot(one())).isEqualTo(begin.plusSeconds(12));
    assertThat(world.skipped)
        .allMatch(range -> range.reason() == dev.tenure.ledger.SkipReason.OVERLAP);
    assertThat(world.skipped.stream().mapToLong(SkippedRange::count).sum()).isEqualTo(8);
  }

  @Test
  void afterABlockATriggerOfTheApiGoesByItsOwnPolicy() {
    world.everySecond("j", Concurrency.FORBID, new CatchUp.Last());
    world.lead();
    world.pass(SECOND);
    OpenRun run = world.claim(one());
    world.pass(SECOND.multipliedBy(3));
    world.end(run);
    assertThat(slot(one())).isEqualTo(world.now());
    assertThat(world.skipped).singleElement().satisfies(r -> assertThat(r.count()).isEqualTo(2));
  }

  @Test
  void aJobThatReplacesHasItsRunEndedWhenTheNextSlotIsDueAndRunsTheNewest() {
    world.everySecond("j", Concurrency.REPLACE, new CatchUp.Skip());
    world.lead();
    world.pass(SECOND);
    OpenRun run = world.claim(one());
    assertThat(world.replaced).isEmpty();
    world.pass(SECOND);
    assertThat(world.replaced).contains(new JobName("j"));
    assertThat(world.take(10)).isEmpty();
    world.pass(SECOND);
    world.end(run);
    assertThat(slot(one())).isEqualTo(world.now());
    assertThat(world.skipped).singleElement().satisfies(r -> assertThat(r.count()).isEqualTo(1));
  }

  @Test
  void aJobWhoseClassIsMissingIsReportedAndKeepsNobodyElseBack() {
    world.missingTypes.add("Type-gone");
    world.everySecond("gone");
    world.everySecond("here");
    world.lead();
    world.pass(SECOND);
    assertThat(keys(world.take(10))).containsExactly("here");
    assertThat(world.board.notRunnable())
        .isEqualTo(Map.of(new JobName("gone"), "class Type-gone is not there"));
    world.missingTypes.clear();
    world.standBy();
    world.lead();
    assertThat(keys(world.take(10))).contains("gone");
    assertThat(world.board.notRunnable()).isEmpty();
  }

  @Test
  void aPausedTriggerRunsNothingAndOnResumeItsPolicyDecides() {
    world.everySecond("j");
    world.lead();
    world.mode("j", TriggerMode.PAUSED);
    world.pass(SECOND.multipliedBy(5));
    assertThat(world.take(10)).isEmpty();
    world.mode("j", TriggerMode.NORMAL);
    assertThat(slot(one())).isEqualTo(world.now());
    assertThat(world.skipped)
        .singleElement()
        .satisfies(
            range -> {
              assertThat(range.count()).isEqualTo(4);
              assertThat(range.reason()).isEqualTo(dev.tenure.ledger.SkipReason.PAUSED);
            });
  }

  @Test
  void aTriggerThatIsPausedAfterItWasHandedOutIsNotOutAnyMore() {
    world.everySecond("j");
    world.lead();
    world.pass(SECOND);
    Due due = one();
    assertThat(world.board.queue().isOut(due)).isTrue();
    world.mode("j", TriggerMode.PAUSED);
    assertThat(world.board.queue().isOut(due)).isFalse();
    world.desk.giveBack(due);
    assertThat(world.take(10)).isEmpty();
  }

  @Test
  void aFurtherAttemptComesWhenItIsDueAndOnce() {
    world.everySecond("j");
    world.lead();
    world.pass(SECOND);
    OpenRun run = world.claim(one());
    PendingAttempt next =
        new PendingAttempt(
            run.id().nextAttempt(), RunKind.RETRY, world.now().plusMillis(500), Map.of());
    world.end(run, next);
    assertThat(world.take(10)).isEmpty();
    world.pass(Duration.ofMillis(500));
    Due due = one();
    assertThat(due).isInstanceOf(Due.OfAttempt.class);
    OpenRun second = world.claim(due);
    world.end(second);
    assertThat(world.take(10)).isEmpty();
  }

  @Test
  void anAttemptThatFellDueWhileNobodyLedIsMadeAtOnce() {
    world.everySecond("j", Concurrency.ALLOW, new CatchUp.Skip());
    world.lead();
    world.pass(SECOND);
    OpenRun run = world.claim(one());
    world.end(
        run,
        new PendingAttempt(
            run.id().nextAttempt(), RunKind.RECOVERED, world.now().plusSeconds(1), Map.of()));
    world.standBy();
    world.pass(SECOND.multipliedBy(60));
    world.lead();
    assertThat(world.take(10)).anyMatch(due -> due instanceof Due.OfAttempt);
  }

  @Test
  void aRequestIsHandedOutAlthoughItsJobIsPausedAndHasNoSlot() {
    world.everySecond("j");
    world.mode("j", TriggerMode.PAUSED);
    world.lead();
    world.ask(RunRequest.of("abc", new JobName("j"), Map.of(), "me", world.now()));
    assertThat(one()).isInstanceOf(Due.OfRequest.class);
  }

  @Test
  void whoSleepsIsWokenWhenSomethingFallsDueEarlier() {
    world.everySecond("a");
    world.lead();
    assertThat(world.take(world.now().plusSeconds(10), 10)).hasSize(1);
    world.signals.clear();
    world.put(DueWorld.job("b", Concurrency.ALLOW));
    Instant late = world.now().plusSeconds(5);
    world.put(world.trigger("late", "b", new ScheduleSpec.At(List.of(late)), new CatchUp.Last()));
    assertThat(world.signals).isEmpty();
    Instant early = world.now().plusMillis(300);
    world.put(world.trigger("early", "b", new ScheduleSpec.At(List.of(early)), new CatchUp.Last()));
    assertThat(world.signals).containsExactly(early);
  }

  private TriggerSpec edited(String edition, ScheduleSpec schedule, Instant since) {
    TriggerSpec spec = world.trigger("a", "a", schedule, new CatchUp.Last());
    return spec.withSince(since).withIdentity("i", edition);
  }

  @Test
  void aTriggerThatIsReplacedWhileTheClockShowsThePastAgainRunsNoSlotTwice() {
    world.everySecond("a");
    world.lead();
    world.pass(SECOND.multipliedBy(10));
    Instant ran = world.now();
    world.cursor("a", "a", ran);
    world.time.jump(SECOND.multipliedBy(-8));
    world.put(edited("e2", DueWorld.every(SECOND), world.now()));
    world.pass(SECOND.multipliedBy(4));
    assertThat(slot(one())).as("early, at half the pace").isEqualTo(ran.plus(SECOND));
  }

  @Test
  void aTriggerThatIsReplacedByOneWithALaterBeginningWaitsForIt() {
    world.everySecond("a");
    world.lead();
    world.cursor("a", "a", world.now());
    Instant begin = world.now().plusSeconds(60);
    world.put(edited("e2", DueWorld.every(SECOND), begin.minusMillis(1)));
    world.pass(SECOND.multipliedBy(50));
    assertThat(world.take(10)).isEmpty();
    world.pass(SECOND.multipliedBy(10));
    assertThat(slot(one())).isEqualTo(begin);
  }

  @Test
  void aSingleSlotThatWasRunIsLeftOutWhenItsTriggerIsReplacedAndNoOtherIs() {
    world.everySecond("a");
    world.lead();
    world.pass(SECOND.multipliedBy(10));
    Instant ran = world.now();
    world.cursor("a", "a", ran);
    List<Instant> slots = List.of(ran.minusSeconds(2), ran, ran.plusSeconds(1));
    world.put(edited("e2", new ScheduleSpec.At(slots), ran.minusSeconds(3)));
    Due due = one();
    assertThat(slot(due)).isEqualTo(ran.minusSeconds(2));
    world.cursor("a", "a", ran);
    world.put(edited("e2", new ScheduleSpec.At(slots), ran.minusSeconds(1)));
    world.pass(SECOND);
    assertThat(slot(one())).isEqualTo(ran.plusSeconds(1));
  }

  @Test
  void aJobFileThatNamesMoreSingleSlotsNamesThoseOfThePastAgainAndTheyAreNotRunAgain() {
    world.everySecond("a");
    world.lead();
    world.pass(SECOND.multipliedBy(10));
    Instant ran = world.now();
    world.cursor("a", "a", ran);
    List<Instant> slots = List.of(ran.minusSeconds(2), ran, ran.plusSeconds(1));
    ScheduleSpec at = new ScheduleSpec.At(slots);
    world.put(
        world
            .trigger("a", "a", at, new CatchUp.Last(), 5, Source.FILES)
            .withSince(ran.minusSeconds(3))
            .withIdentity("i", "e2"));
    world.pass(SECOND);
    assertThat(slot(one())).isEqualTo(ran.plusSeconds(1));
  }

  @Test
  void aTriggerIsFinishedWhenItsLastRunHasEnded() {
    world.put(DueWorld.job("j", Concurrency.ALLOW));
    ScheduleSpec once = new ScheduleSpec.At(List.of(world.now().plusSeconds(1)));
    world.put(world.trigger("once", "j", once, new CatchUp.Last()));
    world.put(world.trigger("file", "j", once, new CatchUp.Last(), 5, Source.FILES));
    world.lead();
    world.pass(SECOND);
    List<Due> taken = world.take(10);
    List<OpenRun> runs = taken.stream().map(world::claim).toList();
    assertThat(world.finished).isEmpty();
    runs.forEach(world::end);
    assertThat(world.finished).containsExactly(new TriggerName("once"));
  }

  @Test
  void theNextLeaderFindsATriggerThatItsPredecessorLeftFinished() {
    world.put(DueWorld.job("j", Concurrency.ALLOW));
    Instant slot = world.now().plusSeconds(1);
    world.put(world.trigger("once", "j", new ScheduleSpec.At(List.of(slot)), new CatchUp.Last()));
    world.cursor("j", "once", slot);
    assertThat(world.finished).isEmpty();
    world.lead();
    assertThat(world.finished).containsExactly(new TriggerName("once"));
  }

  @Test
  void aTriggerThatIsReplacedStartsAnew() {
    world.everySecond("j");
    world.lead();
    world.pass(SECOND);
    Due old = one();
    Instant later = world.now().plusSeconds(30);
    world.put(
        world
            .trigger("j", "j", new ScheduleSpec.At(List.of(later)), new CatchUp.Last())
            .withIdentity("i", "e2"));
    assertThat(world.board.queue().isOut(old)).isFalse();
    assertThat(world.take(10)).isEmpty();
    world.pass(Duration.ofSeconds(30));
    assertThat(slot(one())).isEqualTo(later);
  }

  @Test
  void aResyncFindsTheSame() {
    world.everySecond("a");
    world.everySecond("b");
    world.lead();
    world.pass(SECOND);
    world.take(1);
    world.definitions.remove(new TriggerName("b"));
    world.desk.change(board -> board.resync(world.now()));
    assertThat(keys(world.take(10))).containsExactly("a");
  }
}
