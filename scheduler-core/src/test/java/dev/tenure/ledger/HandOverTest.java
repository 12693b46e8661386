package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Runs that go on after their term: three nodes in manual time. */
final class HandOverTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("job");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String RIGHTS = "/t/completions/g/";

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private final Node c = new Node("c");

  /** A node with a session that lasts. */
  private final class Node implements RightListener {
    final FakeStoreClient client = server.client(new Random(7));
    final RunLedger ledger;
    final Leadership session;
    final List<String> told = new ArrayList<>();

    Node(String name) {
      ledger =
          new RunLedger(
              client,
              new LedgerScope(new KeyLayout("/t"), GROUP, new NodeName(name)),
              time.loop(name),
              time.wallClock(),
              new Random(7));
      Lease lease = get(client.grant(Duration.ofHours(10)));
      session = LeadershipFixture.held("/t/nodes/" + name, 1, lease.id(), time.clock());
    }

    @Override
    public void onInterrupt(RunId run, String reason) {
      told.add(run + " " + reason);
    }

    @Override
    public void onLost(Leadership handedOver) {
      told.add("lost " + handedOver.term());
    }

    Leadership lead() {
      server.entries("/t/election/").forEach(entry -> server.delete(entry.key()));
      String key = "/t/election/g/" + server.revision();
      server.put(key, "leader");
      long term = server.entries(key).get(0).createRevision();
      Leadership leadership = LeadershipFixture.held(key, term, time.clock());
      assertThat(get(ledger.takeOver(leadership, run -> true)))
          .isInstanceOf(TakeoverResult.TakenOver.class);
      return leadership;
    }

    RunId begin(Leadership leadership, JobName job, Instant slot) {
      Claim claim = Claim.of(job, TriggerName.of(job), "files", slot, RunKind.SCHEDULED);
      assertThat(get(ledger.claim(leadership, List.of(claim))))
          .isInstanceOf(ClaimResult.Claimed.class);
      return claim.id(GROUP);
    }

    HandOverResult handOver(Leadership leadership) {
      HandOverResult result = get(ledger.handOver(leadership, session, this));
      if (!(result instanceof HandOverResult.Refused)) {
        server.delete(leadership.key());
      }
      return result;
    }

    JobState state(JobName job) {
      return ledger.state(job).orElse(JobState.NONE);
    }
  }

  private <T> T get(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    until(future::isDone);
    return future.join();
  }

  private void until(BooleanSupplier condition) {
    assertThat(time.passUntil(LONG, condition)).as("within %s", LONG).isTrue();
  }

  private static RunOutcome end(RunId run) {
    return new RunOutcome(
        run, EndState.SUCCEEDED, SLOT, SLOT.plusSeconds(1), Optional.of("done"), Optional.empty());
  }

  private List<String> completions() {
    return server.entries(RIGHTS).stream().map(Entry::key).toList();
  }

  private static String right(Leadership leadership) {
    return RIGHTS + String.format("%019d", leadership.term().number());
  }

  @Test
  void anEndAfterTheTermIsRecordedByTheNextLeader() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    assertThat(a.handOver(first)).isEqualTo(new HandOverResult.Handed(1));
    Entry right = server.entries(RIGHTS).get(0);
    assertThat(right.lease()).isEqualTo(a.session.lease());
    assertThat(right.value().utf8())
        .startsWith("{\"node\":\"a\",\"term\":" + first.term() + ",\"runs\":1,\"at\":");

    b.lead();
    assertThat(b.state(JOB).open()).as("is no orphan").extracting(OpenRun::id).containsExactly(run);

    RunOutcome outcome =
        end(run)
            .followedBy(new PendingAttempt(run.nextAttempt(), RunKind.RETRY, SLOT.plusSeconds(9)));
    assertThat(get(a.ledger.complete(first, outcome))).isEqualTo(new WriteResult.Written());
    until(() -> completions().isEmpty());
    for (Node node : List.of(a, b)) {
      until(() -> node.state(JOB).open().isEmpty());
      assertThat(node.state(JOB).last())
          .extracting(FinishedRun::id, FinishedRun::state)
          .containsExactly(tuple(run, EndState.SUCCEEDED));
      assertThat(node.state(JOB).pending())
          .extracting(PendingAttempt::run)
          .containsExactly(run.nextAttempt());
    }
    assertThat(a.told).isEmpty();
  }

  @Test
  void manyEndsShareAnEntryAndWaitForTheNextLeader() {
    Leadership first = a.lead();
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      runs.add(a.begin(first, new JobName("job-" + i), SLOT));
    }
    assertThat(a.handOver(first)).isEqualTo(new HandOverResult.Handed(20));
    for (RunId run : runs.subList(0, 19)) {
      get(a.ledger.complete(first, end(run)));
    }
    get(a.ledger.complete(first, end(runs.get(19))));
    until(() -> !completions().contains(right(first)));
    assertThat(completions()).as("nobody leads").isNotEmpty().allMatch(key -> key.contains("/00"));

    b.lead();
    until(() -> completions().isEmpty());
    for (RunId run : runs) {
      until(() -> b.state(run.job()).open().isEmpty());
      assertThat(b.state(run.job()).last())
          .extracting(FinishedRun::state)
          .containsExactly(EndState.SUCCEEDED);
    }
  }

  @Test
  void aReportThatComesAgainAfterItWasTakenInChangesNothing() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    RunId other = a.begin(first, new JobName("other"), SLOT);
    a.handOver(first);
    get(a.ledger.complete(first, end(run)));
    String key = right(first) + "/0000000001";
    Bytes report = server.entries(key).get(0).value();
    b.lead();
    until(() -> !completions().contains(key));
    JobState before = b.state(JOB);

    server.put(key, report);
    until(() -> !completions().contains(key));
    assertThat(b.state(JOB)).isEqualTo(before);
    assertThat(b.state(other.job()).open()).hasSize(1);
  }

  @Test
  void aReportIsTakenForRunsOfItsTermOnly() {
    Leadership first = a.lead();
    RunId old = a.begin(first, JOB, SLOT);
    a.handOver(first);
    Leadership second = b.lead();
    RunId young = b.begin(second, new JobName("other"), SLOT);

    get(a.ledger.complete(first, end(young)));
    server.put(
        right(first) + "/0000000009",
        "{\"node\":\"a\",\"at\":\"2026-01-01T00:00:00Z\",\"records\":[{\"ended\":\"other\","
            + "\"slot\":\"2026-01-01T00:00:00Z\",\"state\":\"FAILED\","
            + "\"started\":\"2026-01-01T00:00:00Z\",\"finished\":\"2026-01-01T00:00:00Z\"}]}");
    until(() -> completions().equals(List.of(right(first))));
    assertThat(b.state(young.job()).open()).hasSize(1);
    get(a.ledger.complete(first, end(old)));
    until(() -> completions().isEmpty());
    until(() -> b.state(JOB).open().isEmpty());
    assertThat(b.state(young.job()).open()).hasSize(1);
  }

  @Test
  void aReportThatNobodyCanReadIsLeftAndHarmsNothing() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    a.handOver(first);
    server.put(right(first) + "/0000000001", "garbage");
    server.put(RIGHTS + "what", "is this");
    b.lead();
    get(a.ledger.complete(first, end(run)));
    until(() -> b.state(JOB).open().isEmpty());
    until(() -> !completions().contains(right(first)));
    assertThat(b.state(JOB).last())
        .extracting(FinishedRun::state)
        .containsExactly(EndState.SUCCEEDED);
    assertThat(completions())
        .containsExactlyInAnyOrder(right(first) + "/0000000001", RIGHTS + "what");
    assertThat(get(b.ledger.problems())).hasSize(2);
  }

  @Test
  void aRightThatIsBoundToNoLeaseIsNobodysAndKeepsNoRunOpen() {
    Leadership first = a.lead();
    a.begin(first, JOB, SLOT);
    server.put(right(first), "typed by somebody");
    b.lead();
    assertThat(b.state(JOB).last()).extracting(FinishedRun::state).containsExactly(EndState.LOST);
    assertThat(get(b.ledger.problems())).containsOnlyKeys(right(first));
  }

  @Test
  void whatIsOpenWhenTheRightIsGoneIsSettledAfterWhatWasReported() {
    Leadership first = a.lead();
    RunId ended = a.begin(first, JOB, SLOT);
    JobName other = new JobName("other");
    RunId cutOff = a.begin(first, other, SLOT);
    a.handOver(first);
    b.lead();
    get(a.ledger.complete(first, end(ended)));
    server.revoke(a.session.lease());

    until(() -> b.state(other).open().isEmpty() && b.state(JOB).open().isEmpty());
    assertThat(b.state(JOB).last())
        .extracting(FinishedRun::state)
        .containsExactly(EndState.SUCCEEDED);
    assertThat(b.state(other).last()).extracting(FinishedRun::state).containsExactly(EndState.LOST);
    PendingAttempt again = b.state(other).pending().get(0);
    assertThat(again.kind()).isEqualTo(RunKind.RECOVERED);
    assertThat(again.due())
        .as("its node does not believe in it any more")
        .isBeforeOrEqualTo(time.wallClock().instant());
    until(() -> !a.told.isEmpty());
    assertThat(a.told).containsExactly("lost " + first.term());
    assertThat(get(a.ledger.complete(first, end(cutOff)))).isInstanceOf(WriteResult.Unknown.class);
    assertThat(completions()).isEmpty();
  }

  @Test
  void aRightThatIsTakenAwayWhileItsNodeLivesIsRerunOnlyOnceItsSessionMustHaveEnded() {
    Leadership first = a.lead();
    a.begin(first, JOB, SLOT);
    a.handOver(first);
    b.lead();
    Instant before = time.wallClock().instant();
    server.delete(right(first));
    until(() -> !b.state(JOB).pending().isEmpty());
    assertThat(b.state(JOB).pending().get(0).due())
        .isAfterOrEqualTo(before.plus(LedgerSettings.defaults().sessionTtl()));
    until(() -> a.told.contains("lost " + first.term()));
  }

  @Test
  void aRightThatEndedWhileNobodyLedIsSettledByTheNextLeader() {
    Leadership first = a.lead();
    a.begin(first, JOB, SLOT);
    a.handOver(first);
    server.revoke(a.session.lease());
    b.lead();
    assertThat(b.state(JOB).last()).extracting(FinishedRun::state).containsExactly(EndState.LOST);
  }

  @Test
  void theEndOfTheSessionIsNoticedWithoutAnAnswerOfTheStore() {
    Leadership first = a.lead();
    a.begin(first, JOB, SLOT);
    a.handOver(first);
    a.client.network().cut = true;
    LeadershipFixture.end(a.session);
    until(() -> a.told.contains("lost " + first.term()));
  }

  @Test
  void whatGoesOnSurvivesFurtherChangesOfTheLeaderAlsoBackToItsOwnNode() {
    Leadership first = a.lead();
    RunId one = a.begin(first, JOB, SLOT);
    JobName other = new JobName("other");
    RunId two = a.begin(first, other, SLOT);
    a.handOver(first);
    b.lead();
    c.lead();
    get(a.ledger.complete(first, end(one)));
    until(() -> c.state(JOB).open().isEmpty());

    Leadership third = a.lead();
    assertThat(a.state(other).open()).hasSize(1);
    RunId three = a.begin(third, JOB, SLOT.plusSeconds(60));
    get(a.ledger.complete(first, end(two)));
    get(a.ledger.complete(third, end(three)));
    until(() -> completions().isEmpty());
    until(() -> a.state(other).open().isEmpty());
    assertThat(a.state(other).last())
        .extracting(FinishedRun::state)
        .containsExactly(EndState.SUCCEEDED);
    assertThat(a.state(JOB).finished()).isEqualTo(2);
  }

  @Test
  void twoTermsOfOneNodeMayBothGoOn() {
    Leadership first = a.lead();
    RunId one = a.begin(first, JOB, SLOT);
    a.handOver(first);
    Leadership second = a.lead();
    RunId two = a.begin(second, new JobName("other"), SLOT);
    a.handOver(second);
    b.lead();
    assertThat(completions()).containsExactly(right(first), right(second));
    get(a.ledger.complete(second, end(two)));
    get(a.ledger.complete(first, end(one)));
    until(() -> completions().isEmpty());
    until(() -> b.state(JOB).open().isEmpty() && b.state(two.job()).open().isEmpty());
    assertThat(b.state(JOB).last().get(0).state()).isEqualTo(EndState.SUCCEEDED);
  }

  @Test
  void aTermInWhichNothingRunsLeavesNothing() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    CompletionStage<WriteResult> written = a.ledger.complete(first, end(run));
    assertThat(a.handOver(first)).isEqualTo(new HandOverResult.NothingOpen());
    assertThat(get(written)).isEqualTo(new WriteResult.Written());
    assertThat(completions()).isEmpty();
    Claim late =
        Claim.of(JOB, TriggerName.of(JOB), "files", SLOT.plusSeconds(9), RunKind.SCHEDULED);
    assertThat(get(a.ledger.claim(first, List.of(late))))
        .as("nobody was fenced, and nothing is claimed any more")
        .isInstanceOf(ClaimResult.Unknown.class);
  }

  @Test
  void lostAnswersAreMadeUpFor() {
    Leadership first = a.lead();
    RunId one = a.begin(first, JOB, SLOT);
    RunId two = a.begin(first, new JobName("other"), SLOT);
    a.client.network().lostAnswers = 1;
    CompletionStage<HandOverResult> asked = a.ledger.handOver(first, a.session, a);
    time.pass(Duration.ofSeconds(5));
    assertThat(asked.toCompletableFuture()).isNotDone();
    assertThat(completions()).hasSize(1);
    b.lead();
    a.client.network().lostAnswers = 0;
    assertThat(get(asked))
        .as("though the term is over by now")
        .isEqualTo(new HandOverResult.Handed(2));

    a.client.network().lostAnswers = 1;
    CompletionStage<WriteResult> written = a.ledger.complete(first, end(one));
    time.pass(Duration.ofSeconds(5));
    assertThat(written.toCompletableFuture()).isNotDone();
    a.client.network().lostAnswers = 0;
    assertThat(get(written)).isEqualTo(new WriteResult.Written());
    until(() -> b.state(JOB).open().isEmpty());
    assertThat(b.state(JOB).finished()).isEqualTo(1);
    get(a.ledger.complete(first, end(two)));
    until(() -> completions().isEmpty());
  }

  @Test
  void withoutASessionTheTermGoesOnAsItWas() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    server.revoke(a.session.lease());
    assertThat(a.handOver(first)).isInstanceOf(HandOverResult.Refused.class);
    assertThat(get(a.ledger.complete(first, end(run)))).isEqualTo(new WriteResult.Written());
    assertThat(a.state(JOB).open()).isEmpty();
    assertThat(completions()).isEmpty();
  }

  @Test
  void aTermThatIsOverHandsNothingOver() {
    Leadership first = a.lead();
    a.begin(first, JOB, SLOT);
    server.delete(first.key());
    assertThat(a.handOver(first)).isInstanceOf(HandOverResult.Refused.class);
    assertThat(completions()).isEmpty();
  }

  @Test
  void anInterruptReachesTheNodeThatFinishesTheRun() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    a.handOver(first);
    Leadership second = b.lead();
    assertThat(get(b.ledger.interrupt(second, run, "asked by x"))).isTrue();
    until(() -> !a.told.isEmpty());
    assertThat(a.told).containsExactly(run + " asked by x");
    assertThat(get(b.ledger.interrupt(second, run, "asked again"))).isTrue();
    get(a.ledger.complete(first, end(run)));
    until(() -> completions().isEmpty());
    until(() -> b.state(JOB).open().isEmpty());
    assertThat(get(b.ledger.interrupt(second, run, "too late"))).isFalse();
    assertThat(a.told).hasSize(1);
  }

  @Test
  void interruptsThatNobodyWaitsForAreSweptAway() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    a.handOver(first);
    Leadership second = b.lead();
    get(b.ledger.interrupt(second, run, "asked"));
    server.revoke(a.session.lease());
    until(() -> completions().isEmpty());
    server.put(right(first) + "/interrupt/" + run, "{}");
    c.lead();
    until(() -> completions().isEmpty());
  }

  @Test
  void aRightThatIsGivenBackLeavesWhatRunsToTheLeader() {
    Leadership first = a.lead();
    RunId one = a.begin(first, JOB, SLOT);
    JobName other = new JobName("other");
    a.begin(first, other, SLOT);
    a.handOver(first);
    b.lead();
    CompletionStage<WriteResult> written = a.ledger.complete(first, end(one));
    get(a.ledger.giveBack());
    assertThat(get(written)).isEqualTo(new WriteResult.Written());
    until(() -> b.state(other).open().isEmpty() && b.state(JOB).open().isEmpty());
    assertThat(b.state(JOB).last().get(0).state()).isEqualTo(EndState.SUCCEEDED);
    assertThat(b.state(other).last().get(0).state()).isEqualTo(EndState.LOST);
    assertThat(a.told).isEmpty();
  }

  @Test
  void aWatchThatBreaksOrFallsSilentIsMadeUpFor() {
    Leadership first = a.lead();
    RunId one = a.begin(first, JOB, SLOT);
    RunId two = a.begin(first, new JobName("other"), SLOT);
    a.handOver(first);
    Leadership second = b.lead();
    b.client.network().silentWatches = true;
    a.client.network().silentWatches = true;
    get(a.ledger.complete(first, end(one)));
    get(b.ledger.interrupt(second, two, "asked"));
    until(() -> b.state(JOB).open().isEmpty());
    until(() -> !a.told.isEmpty());
    server.compact();
    b.client.breakWatches();
    get(a.ledger.complete(first, end(two)));
    until(() -> b.state(two.job()).open().isEmpty());
    until(() -> completions().isEmpty());
  }

  @Test
  void aRunThatEndsBetweenTheHandOverAndTheRightIsRecordedOnce() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    CompletionStage<HandOverResult> asked = a.ledger.handOver(first, a.session, a);
    CompletionStage<WriteResult> written = a.ledger.complete(first, end(run));
    get(asked);
    assertThat(get(written)).isEqualTo(new WriteResult.Written());
    b.lead();
    until(() -> completions().isEmpty());
    assertThat(b.state(JOB).last())
        .extracting(FinishedRun::state)
        .containsExactly(EndState.SUCCEEDED);
  }

  @Test
  void aRightStaysAsLongAsALateCopyOfItsPutCouldBringItBack() {
    Leadership first = a.lead();
    RunId run = a.begin(first, JOB, SLOT);
    get(a.ledger.handOver(first, a.session, a));
    get(a.ledger.complete(first, end(run)));
    time.pass(Duration.ofSeconds(5));
    assertThat(completions()).as("its leader's key is still there").contains(right(first));
    server.delete(first.key());
    until(() -> !completions().contains(right(first)));
  }

  @Test
  void keysOfCompletionsSayWhatTheyAre() {
    LedgerScope scope = new LedgerScope(new KeyLayout("/t"), GROUP, new NodeName("n"));
    String right = RIGHTS + "0000000000000000012";
    assertThat(CompletionKey.parse(scope, right)).containsInstanceOf(CompletionKey.Right.class);
    assertThat(scope.termOfRight(right).orElseThrow().number()).isEqualTo(12);
    assertThat(CompletionKey.parse(scope, right + "/0000000003"))
        .containsInstanceOf(CompletionKey.Ends.class);
    assertThat(CompletionKey.parse(scope, right + "/interrupt/g/job/t/5/1"))
        .containsInstanceOf(CompletionKey.Interrupt.class);
    for (String strange :
        List.of(
            "",
            "12",
            "0000000000000000012/3",
            "0000000000000000012/other/g/job/5/1",
            "9999999999999999999",
            "0000000000000000012/interrupt/",
            "000000000000000001x")) {
      assertThat(CompletionKey.parse(scope, RIGHTS + strange)).as(strange).isEmpty();
    }
    assertThat(CompletionKey.parse(scope, "/t")).isEmpty();
  }
}
