package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Concurrency;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What any node asks of the leader, and one-off triggers: on a real etcd. */
final class RequestsIT extends FireFixture {

  private static final ScheduleSpec NEVER =
      new ScheduleSpec.At(List.of(Instant.parse("2100-01-01T00:00:00Z")));

  private EngineBench.FileJob idle(String name, Class<? extends org.quartz.Job> type) {
    return bench.job(name, type, NEVER, new CatchUp.Last(), Concurrency.ALLOW);
  }

  private static void submit(EngineBench.Node node, Request request) {
    assertThat(node.definitions().submit(request).toCompletableFuture().join())
        .isInstanceOf(ChangeResult.Changed.class);
  }

  private static RunRequest run(String id, String job, Map<String, Object> data) {
    return RunRequest.of(id, new JobName(job), data, "me", Instant.now());
  }

  @Test
  void aRunThatAnyNodeAsksForHappensOnceOnTheLeader() throws Exception {
    EngineBench.Node leader = bench.node(settings("a", 2), idle("quick", Quick.class));
    EngineBench.Node follower = bench.node(settings("b", 2));
    start(leader);
    submit(follower, run("r1", "quick", Map.of("who", "me")));
    awaitOutcomes("quick", 1);
    awaitTrue(() -> follower.definitions().view().requests().isEmpty());
    pause(TICK.multipliedBy(3));
    assertThat(outcomes("quick")).hasSize(1);
    assertThat(seen).containsExactly("{who=me}");
    awaitTrue(() -> bench.recorded("quick").finished() == 1);
    assertThat(bench.recorded("quick").last().get(0).run().kind()).isEqualTo(RunKind.MANUAL);
  }

  @Test
  void aRequestThatNobodyCouldServeIsServedByTheNextLeader() {
    EngineBench.Node node = bench.node(settings("a", 2), idle("quick", Quick.class));
    submit(node, run("r1", "quick", Map.of()));
    start(node);
    awaitOutcomes("quick", 1);
    awaitTrue(() -> node.definitions().view().requests().isEmpty());
  }

  @Test
  void aRequestForAJobThatIsNotThereIsTurnedDown() {
    EngineBench.Node node = bench.node(settings("a", 2));
    start(node);
    submit(node, run("r1", "nobody", Map.of()));
    awaitTrue(() -> node.definitions().view().requests().isEmpty());
    assertThat(bench.outcomes).isEmpty();
  }

  @Test
  void aRunIsInterruptedByItsIdFromAnotherNode() {
    EngineBench.Node leader = bench.node(settings("a", 2), idle("waiting", Waiting.class));
    EngineBench.Node follower = bench.node(settings("b", 2));
    start(leader);
    submit(follower, run("r1", "waiting", Map.of()));
    awaitTrue(() -> leader.engine().running().count() == 1);
    RunId id = leader.engine().running().snapshot().get(0).id();
    submit(follower, new InterruptRequest("i1", id, "me", Instant.now()));
    awaitOutcomes("waiting", 1);
    RunOutcome end = outcomes("waiting").get(0);
    assertThat(end.state()).isEqualTo(EndState.INTERRUPTED);
    assertThat(end.error().orElseThrow().message()).contains("me");
    awaitTrue(() -> follower.definitions().view().requests().isEmpty());
  }

  private void defineOnce(EngineBench.Node node, String name, Class<?> type, Instant slot) {
    JobName job = new JobName(name);
    TriggerSpec trigger =
        TriggerSpec.of(
            new TriggerName(name), job, new ScheduleSpec.At(List.of(slot)), slot.minusMillis(1));
    node.definitions()
        .decide(
            changes ->
                changes.storeJobsAndTriggers(
                    Map.of(dev.tenure.definition.JobSpec.of(job, type.getName()), List.of(trigger)),
                    false))
        .toCompletableFuture()
        .join();
  }

  @Test
  void aTriggerIsRemovedWithItsJobWhenItsLastRunHasEnded() {
    EngineBench.Node node = bench.node(settings("a", 2));
    start(node);
    defineOnce(node, "once", Waiting.class, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    awaitTrue(() -> node.engine().running().count() == 1);
    assertThat(node.definitions().view().trigger(new TriggerName("once"))).isPresent();
    latch.countDown();
    awaitTrue(() -> node.definitions().view().jobNames().isEmpty());
    assertThat(node.definitions().view().triggerNames()).isEmpty();
    assertThat(outcomes("once")).hasSize(1);
  }

  @Test
  void theNextLeaderRemovesWhatItsPredecessorLeftFinished() {
    EngineBench.Node a = bench.node(settings("a", 2));
    EngineBench.Node b = bench.node(settings("b", 2));
    start(a);
    defineOnce(a, "once", Deaf.class, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    awaitTrue(() -> a.engine().running().count() == 1);
    start(b);
    awaitTrue(() -> b.definitions().view().jobNames().isEmpty());
    assertThat(bench.recorded("once").open()).isEmpty();
  }
}
