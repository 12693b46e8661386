package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.OnHandOver;
import dev.tenure.definition.Concurrency;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.model.RunId;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;

/** Runs that go on while the next leader fires already: with engines on a real etcd. */
final class HandOverIT extends FireFixture {

  private Leadership session;

  @BeforeEach
  void openSession() {
    session = bench.session("a");
  }

  private HandOverRule rule(OnHandOver runs) {
    return new HandOverRule(runs, () -> Optional.of(session));
  }

  private EngineBench.FileJob once(String name, Class<? extends Job> type) {
    ScheduleSpec soon =
        new ScheduleSpec.At(List.of(Instant.now().plusMillis(800).truncatedTo(ChronoUnit.MILLIS)));
    return bench.job(name, type, soon, new CatchUp.Last(), Concurrency.ALLOW);
  }

  private EngineBench.FileJob often(String name, Class<? extends Job> type, Concurrency overlap) {
    return bench.job(
        name, type, EngineBench.every(Duration.ofMillis(300)), new CatchUp.Skip(), overlap);
  }

  /** A node that leads and runs the job, and then hands over. */
  private EngineBench.Node handingOver(OnHandOver runs, EngineBench.FileJob... jobs) {
    EngineBench.Node a = bench.node(settings("a", 4), rule(runs), jobs);
    start(a);
    awaitTrue(() -> a.engine().running().count() >= jobs.length);
    a.engine().standby(StandbyReason.RESIGN);
    return a;
  }

  private RunId open(String job) {
    awaitTrue(() -> !bench.recorded(job).open().isEmpty());
    return bench.recorded(job).open().get(0).id();
  }

  @Test
  void theNextLeaderFiresWhileTheRunGoesOnAndItsEndIsRecorded() {
    EngineBench.Node b =
        bench.node(settings("b", 4), often("quick", Quick.class, Concurrency.ALLOW));
    EngineBench.Node a = handingOver(OnHandOver.FINISH, once("long", Waiting.class));
    assertThat(a.engine().running().count()).isGreaterThanOrEqualTo(1);
    RunId run = open("long");
    start(b);
    int before = outcomes("quick").size();
    awaitOutcomes("quick", before + 2);
    assertThat(bench.recorded("long").open()).extracting(OpenRun::id).containsExactly(run);

    latch.countDown();
    awaitTrue(() -> bench.recorded("long").open().isEmpty());
    assertThat(bench.state("long")).isEqualTo("[SUCCEEDED][]");
    assertThat(bench.recorded("long").last().get(0).run().node()).isEqualTo("a");
    awaitTrue(() -> completions().isEmpty());
  }

  private List<String> completions() {
    return store
        .list(bench.layout().completions(EngineBench.GROUP))
        .toCompletableFuture()
        .join()
        .entries()
        .stream()
        .map(entry -> entry.key())
        .toList();
  }

  @Test
  void aJobThatForbidsOverlapsWaitsForTheRunOnTheOldNode() {
    EngineBench.Node b =
        bench.node(settings("b", 4), often("quick", Quick.class, Concurrency.ALLOW));
    handingOver(OnHandOver.FINISH, often("alone", Waiting.class, Concurrency.FORBID));
    RunId run = open("alone");
    start(b);
    int before = outcomes("quick").size();
    awaitOutcomes("quick", before + 4);
    assertThat(b.engine().running().snapshot())
        .as("slots of the job fell due meanwhile")
        .noneMatch(view -> view.id().job().value().equals("alone"));
    assertThat(bench.recorded("alone").open()).extracting(OpenRun::id).containsExactly(run);

    latch.countDown();
    awaitTrue(() -> bench.recorded("alone").finished() >= 3);
    assertThat(bench.recorded("alone").last()).allMatch(end -> end.state() == EndState.SUCCEEDED);
    assertThat(bench.recorded("alone").last()).anyMatch(end -> end.run().node().equals("b"));
  }

  @Test
  void aJobThatReplacesItsRunsEndsTheOneOnTheOldNode() {
    EngineBench.Node b = bench.node(settings("b", 4));
    EngineBench.Node a =
        handingOver(OnHandOver.FINISH, often("replacing", Waiting.class, Concurrency.REPLACE));
    start(b);
    awaitTrue(() -> a.engine().running().count() == 0);
    awaitTrue(
        () ->
            bench.recorded("replacing").last().stream()
                .anyMatch(
                    end ->
                        end.run().node().equals("a")
                            && end.state() == EndState.INTERRUPTED
                            && end.error().toString().contains("replaced")));
    awaitTrue(() -> b.engine().running().count() >= 1);
  }

  @Test
  void aRequestToInterruptReachesTheOldNode() {
    EngineBench.Node b = bench.node(settings("b", 4));
    EngineBench.Node a = handingOver(OnHandOver.FINISH, once("long", Waiting.class));
    RunId run = open("long");
    start(b);
    b.definitions().submit(new InterruptRequest("i1", run, "somebody", Instant.now()));
    awaitTrue(() -> bench.recorded("long").open().isEmpty());
    assertThat(bench.state("long")).isEqualTo("[INTERRUPTED interrupted][]");
    assertThat(bench.recorded("long").last().get(0).error().toString())
        .contains("interrupted on request by somebody");
    assertThat(a.engine().running().count()).isZero();
    awaitTrue(() -> b.definitions().view().requests().isEmpty());
  }

  @Test
  void interruptedRunsAreRecordedAsSuchAndHoldNobodyUp() {
    EngineBench.Node b = bench.node(settings("b", 4));
    handingOver(OnHandOver.INTERRUPT, once("long", Waiting.class));
    start(b);
    awaitTrue(() -> bench.recorded("long").open().isEmpty());
    awaitTrue(() -> bench.state("long").equals("[INTERRUPTED interrupted][]"));
  }

  @Test
  void aNodeThatLosesItsSessionTellsWhatItFinishesAndTheLeaderSettlesIt() {
    EngineBench.Node b = bench.node(settings("b", 4));
    EngineBench.Node a = handingOver(OnHandOver.FINISH, once("long", Waiting.class).rerun());
    start(b);
    store.revoke(session.lease()).toCompletableFuture().join();
    LeadershipFixture.end(session);
    awaitTrue(() -> a.engine().running().count() == 0);
    awaitTrue(() -> seen.stream().anyMatch(line -> line.startsWith("recovering")));
    awaitTrue(() -> bench.recorded("long").open().isEmpty());
    assertThat(bench.recorded("long").last())
        .extracting(end -> end.state())
        .containsExactly(EndState.LOST, EndState.SUCCEEDED);
  }

  @Test
  void aNodeThatLeadsAgainFinishesWhatItBeganBeforeAndLosesThatNotWithItsNewTerm() {
    EngineBench.Node a = handingOver(OnHandOver.FINISH, once("long", Waiting.class));
    RunId run = open("long");
    Leadership again = start(a);
    assertThat(bench.recorded("long").open()).extracting(OpenRun::id).containsExactly(run);
    LeadershipFixture.end(again);
    a.engine().standby(StandbyReason.SESSION_LOST);
    assertThat(a.engine().running().count()).isEqualTo(1);
    start(a);
    latch.countDown();
    awaitTrue(() -> bench.recorded("long").open().isEmpty());
    assertThat(bench.state("long")).isEqualTo("[SUCCEEDED][]");
  }

  @Test
  void aNodeThatGoesDownWaitsInterruptsAndGivesItsRightBack() {
    EngineBench.Node b = bench.node(settings("b", 4));
    EngineBench.Node a =
        handingOver(OnHandOver.FINISH, once("long", Waiting.class), once("deaf", Deaf.class));
    start(b);
    awaitTrue(
        () -> bench.recorded("deaf").open().size() + bench.recorded("long").open().size() > 0);
    a.engine().finish(Duration.ofMillis(50));
    awaitTrue(() -> bench.recorded("long").open().isEmpty());
    awaitTrue(() -> bench.recorded("deaf").open().isEmpty());
    assertThat(bench.state("long")).isIn("[INTERRUPTED interrupted][]", "[SUCCEEDED][]");
    assertThat(completions()).isEmpty();
    latch.countDown();
  }

  @Test
  void withoutASessionAHandOverWaits() {
    EngineBench.Node a =
        bench.node(
            settings("a", 4),
            new HandOverRule(OnHandOver.FINISH, Optional::empty),
            once("long", Waiting.class));
    start(a);
    awaitTrue(() -> a.engine().running().count() == 1);
    a.engine().standby(StandbyReason.RESIGN);
    assertThat(a.engine().running().count()).as("interrupted after the grace").isZero();
    awaitTrue(() -> bench.state("long").equals("[INTERRUPTED interrupted][]"));
  }
}
