package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.Retry;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.WhenStuck;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of runs that fail, hang, are cut off or replaced: with engines on a real etcd. */
final class RunFatesIT extends FireFixture {

  private static ScheduleSpec soon() {
    return new ScheduleSpec.At(
        List.of(Instant.now().plusMillis(800).truncatedTo(ChronoUnit.MILLIS)));
  }

  private EngineBench.FileJob once(String name, Class<? extends org.quartz.Job> type) {
    return bench.job(name, type, soon(), new CatchUp.Last(), Concurrency.ALLOW);
  }

  @Test
  void aRetryWhoseLeaderIsGoneHappensOnTheNextOne() {
    EngineBench.FileJob job =
        once("failing", FailingOnce.class)
            .withRetry(new Retry(3, Duration.ofSeconds(2), Duration.ofSeconds(2), 0));
    EngineBench.Node a = bench.node(settings("a", 2), job);
    EngineBench.Node b = bench.node(settings("b", 2));
    start(a);
    awaitOutcomes("failing", 1);
    RunOutcome failed = outcomes("failing").get(0);
    assertThat(failed.state()).isEqualTo(EndState.FAILED);
    assertThat(failed.next()).isPresent();
    a.engine().standby(StandbyReason.RESIGN);
    start(b);
    awaitOutcomes("failing", 2);
    RunOutcome again = outcomes("failing").get(1);
    assertThat(again.state()).isEqualTo(EndState.SUCCEEDED);
    assertThat(again.run()).isEqualTo(failed.run().nextAttempt());
    assertThat(again.started()).isAfterOrEqualTo(failed.next().get().due());
    assertThat(bench.recorded("failing").pending()).isEmpty();
  }

  @Test
  void aRunThatIsCutOffIsRunAgainWhenItsJobAsks() {
    EngineBench.FileJob job = once("deaf", Deaf.class).rerun();
    EngineBench.Node a = bench.node(settings("a", 2), job);
    EngineBench.Node b = bench.node(settings("b", 2));
    Leadership first = start(a);
    awaitTrue(() -> a.engine().running().count() == 1);
    Leadership second = bench.elect();
    LeadershipFixture.end(first);
    start(b, second);
    awaitTrue(() -> !seen.isEmpty() && !bench.outcomes.isEmpty());
    assertThat(seen.get(0))
        .contains("recovering", "QRTZ_FAILED_JOB_ORIG_TRIGGER_NAME=deaf")
        .contains("QRTZ_FAILED_JOB_ORIG_TRIGGER_GROUP=g");
    awaitTrue(() -> bench.recorded("deaf").open().isEmpty());
    assertThat(bench.recorded("deaf").last())
        .extracting(end -> end.run().kind())
        .containsExactly(RunKind.SCHEDULED, RunKind.RECOVERED);
    assertThat(bench.recorded("deaf").last().get(0).state()).isEqualTo(EndState.LOST);
  }

  @Test
  void aRunThatAHandOverInterruptsIsRunAgainToo() {
    EngineBench.FileJob job = once("waiting", Waiting.class).rerun();
    EngineBench.Node a = bench.node(settings("a", 2), job);
    EngineBench.Node b = bench.node(settings("b", 2));
    start(a);
    awaitTrue(() -> a.engine().running().count() == 1);
    a.engine().standby(StandbyReason.SESSION_LOST);
    start(b);
    awaitTrue(() -> !seen.isEmpty());
    assertThat(seen.get(0)).isEqualTo("recovering g.waiting");
  }

  @Test
  void replacingInterruptsTheRunAndStartsTheNewestSlot() {
    EngineBench.FileJob job =
        bench.job(
            "waiting",
            Waiting.class,
            EngineBench.every(Duration.ofSeconds(1)),
            new CatchUp.Skip(),
            Concurrency.REPLACE);
    EngineBench.Node node = bench.node(settings("a", 5), job);
    start(node);
    awaitOutcomes("waiting", 3);
    assertThat(outcomes("waiting")).allMatch(end -> end.state() == EndState.INTERRUPTED);
    assertThat(node.engine().running().count()).isLessThanOrEqualTo(1);
    List<Long> slots = outcomes("waiting").stream().map(end -> end.run().slotMillis()).toList();
    assertThat(slots).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aStuckRunIsReportedAndGivesItsPlaceAwayWhenItsJobSaysSo() {
    EngineBench.FileJob stuck = once("deaf", Deaf.class).withTimeout(TICK, WhenStuck.FREE);
    EngineBench.FileJob other = bench.job("quick", Quick.class, TICK);
    EngineBench.Node node = bench.node(settings("a", 1), stuck, other);
    start(node);
    awaitTrue(() -> node.engine().running().snapshot().stream().anyMatch(RunView::stuck));
    assertThat(seen).filteredOn("interrupted"::equals).hasSizeGreaterThanOrEqualTo(2);
    int before = calls.get();
    awaitTrue(() -> calls.get() > before + 3);
    awaitTrue(() -> bench.state("deaf").contains("TIMED_OUT stuck"));
    assertThat(bench.recorded("deaf").open()).isEmpty();
    latch.countDown();
    awaitTrue(() -> node.engine().running().snapshot().stream().noneMatch(RunView::stuck));
    int then = calls.get();
    awaitTrue(() -> calls.get() > then + 3);
  }

  @Test
  void aStuckRunKeepsItsPlaceOtherwise() throws Exception {
    EngineBench.FileJob stuck = once("deaf", Deaf.class).withTimeout(TICK, WhenStuck.WAIT);
    EngineBench.FileJob other = bench.job("quick", Quick.class, TICK);
    EngineBench.Node node = bench.node(settings("a", 1), stuck, other);
    start(node);
    awaitTrue(() -> node.engine().running().snapshot().stream().anyMatch(RunView::stuck));
    int before = calls.get();
    pause(TICK.multipliedBy(4));
    assertThat(calls.get()).isEqualTo(before);
    latch.countDown();
    awaitTrue(() -> calls.get() > before + 3);
    awaitTrue(() -> bench.state("deaf").contains("TIMED_OUT"));
  }

  @Test
  void aJobThatAsksToBeUnscheduledStaysSoUnderTheNextLeader() throws Exception {
    EngineBench.FileJob job = bench.job("enough", Unscheduling.class, Duration.ofSeconds(1));
    EngineBench.Node a = bench.node(settings("a", 2), job);
    EngineBench.Node b = bench.node(settings("b", 2));
    start(a);
    awaitTrue(
        () ->
            a.definitions().view().trigger(new TriggerName("enough")).orElseThrow().value().mode()
                == TriggerMode.COMPLETE);
    int before = calls.get();
    a.engine().standby(StandbyReason.RESIGN);
    start(b);
    pause(Duration.ofMillis(2500));
    assertThat(calls.get()).isEqualTo(before).isLessThanOrEqualTo(2);
  }

  @Test
  void aRunningJobIsNotDisturbedByAChangeOfItsDefinition() throws Exception {
    EngineBench.FileJob job = once("waiting", Waiting.class);
    // A slot of the new trigger may be claimed before the new class is seen: it waits, too.
    EngineBench.Node node = bench.node(settings("a", 8), job);
    start(node);
    awaitTrue(() -> node.engine().running().count() == 1);
    EngineBench.define(node.definitions(), bench.job("waiting", Quick.class, TICK));
    awaitTrue(() -> calls.get() > 3);
    assertThat(node.engine().running().count()).isGreaterThanOrEqualTo(1);
    assertThat(outcomes("waiting")).allMatch(end -> end.state() == EndState.SUCCEEDED);
    CountDownLatch open = latch;
    open.countDown();
    awaitTrue(() -> bench.recorded("waiting").open().isEmpty() || calls.get() > 10);
    assertThat(outcomes("waiting")).allMatch(end -> end.state() == EndState.SUCCEEDED);
  }

  @Test
  void aMissingClassKeepsNobodyElseFromRunning() {
    EngineBench.FileJob missing = bench.job("missing", Quick.class, TICK);
    EngineBench.FileJob gone =
        new EngineBench.FileJob(
            new dev.tenure.definition.JobSpec(
                missing.job().name(),
                "com.example.NotHere",
                true,
                missing.job().onLeaderLoss(),
                missing.job().concurrency(),
                missing.job().timeout(),
                missing.job().whenStuck(),
                missing.job().retry(),
                missing.job().retention(),
                missing.job().data(),
                "",
                missing.job().owner(),
                missing.job().tags(),
                missing.job().source(),
                "",
                missing.job().edition(),
                missing.job().resting()),
            missing.triggers());
    EngineBench.Node node =
        bench.node(settings("a", 2), gone, bench.job("quick", Quick.class, TICK));
    start(node);
    awaitOutcomes("quick", 3);
    assertThat(outcomes("missing")).isEmpty();
    assertThat(node.engine().notRunnable()).hasSize(1);
    assertThat(node.engine().notRunnable().values().iterator().next()).contains("NotHere");
  }
}
