package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.Retention;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Commit;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Folds, chunks, retention, requests, attempts, and what somebody else wrote, in manual time. */
final class FoldingTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("job");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeStoreClient client = server.client(new Random(7));
  private final KeyLayout layout = new KeyLayout("/t");
  private final LedgerScope scope = new LedgerScope(layout, GROUP, new NodeName("node-1"));
  private Retention retention = new Retention(100, Duration.ofDays(30));
  private final RunLedger ledger = ledger("ledger");
  private final FakeStoreClient leases = server.client(new Random(8));

  private RunLedger ledger(String loop) {
    return new RunLedger(
        client,
        scope,
        LedgerSettings.defaults().withRetention(job -> retention),
        time.loop(loop),
        time.wallClock(),
        new Random(7));
  }

  private Leadership elect() {
    server.entries("/t/election/").forEach(entry -> server.delete(entry.key()));
    String key = "/t/election/g/" + server.revision();
    server.put(key, "leader");
    return LeadershipFixture.held(key, server.entries(key).get(0).createRevision(), time.clock());
  }

  private Leadership lead() {
    Leadership leadership = elect();
    assertThat(get(ledger.takeOver(leadership))).isInstanceOf(TakeoverResult.TakenOver.class);
    return leadership;
  }

  private <T> T get(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    assertThat(time.passUntil(LONG, future::isDone)).as("answered within %s", LONG).isTrue();
    return future.join();
  }

  private static Claim claim(int second) {
    TriggerName trigger = TriggerName.of(JOB);
    return Claim.of(JOB, trigger, "files", SLOT.plusSeconds(second), RunKind.SCHEDULED);
  }

  private static RunOutcome success(RunId run) {
    return new RunOutcome(run, EndState.SUCCEEDED, SLOT, SLOT, Optional.empty(), Optional.empty());
  }

  private void runs(Leadership leadership, int from, int to) {
    for (int i = from; i < to; i++) {
      get(ledger.claim(leadership, List.of(claim(i))));
      get(ledger.complete(leadership, success(claim(i).id(GROUP))));
    }
  }

  /** Hours in which the session is renewed now and then. */
  private void hours(Leadership leadership, int hours) {
    for (int i = 0; i < 2 * hours; i++) {
      time.pass(Duration.ofMinutes(30));
      LeadershipFixture.extend(leadership, time.clock());
    }
  }

  private List<String> keys(String prefix) {
    return server.entries(prefix).stream().map(Entry::key).toList();
  }

  private JobState freshlyRead() {
    RunLedger reader = ledger("reader");
    get(reader.follow());
    reader.stop();
    return reader.state(JOB).orElse(JobState.NONE);
  }

  @Test
  void aQuietJournalIsFoldedAndThenNothingIsWrittenAnyMore() {
    Leadership leadership = lead();
    runs(leadership, 0, 3);
    assertThat(keys(scope.states())).isEmpty();
    JobState before = freshlyRead();

    time.pass(Duration.ofSeconds(6));

    assertThat(keys(scope.journal())).containsExactly(scope.marker());
    assertThat(keys(scope.states())).containsExactly(scope.state(JOB));
    assertThat(freshlyRead()).isEqualTo(before).isEqualTo(ledger.state(JOB).orElseThrow());
    long revision = server.revision();
    hours(leadership, 3);
    assertThat(server.revision()).isEqualTo(revision);
  }

  @Test
  void aBusyJournalIsFoldedBySize() {
    Leadership leadership = lead();
    int entries = Folding.FEW_ENTRIES;
    // A claim and an end each.
    runs(leadership, 0, entries * 7 / 10);
    assertThat(keys(scope.journal()).size()).isLessThan(entries);
    assertThat(freshlyRead().finished()).isEqualTo(entries * 7 / 10);
  }

  private static final int MANY_JOBS = 200;

  private void runOfEach(Leadership leadership, int jobs, int second) {
    for (int job = 0; job < jobs; job++) {
      JobName name = new JobName("job-" + job);
      TriggerName trigger = TriggerName.of(name);
      Instant slot = SLOT.plusSeconds(second);
      Claim claim = Claim.of(name, trigger, "files", slot, RunKind.SCHEDULED);
      get(ledger.claim(leadership, List.of(claim)));
      ledger.complete(leadership, success(claim.id(GROUP)));
    }
  }

  private void aLongJournal(Leadership leadership) {
    for (int round = 0; round < Folding.FEW_ENTRIES / MANY_JOBS + 2; round++) {
      LeadershipFixture.extend(leadership, time.clock());
      runOfEach(leadership, MANY_JOBS, round);
    }
    assertThat(keys(scope.journal())).hasSizeGreaterThan(Folding.FEW_ENTRIES);
    assertThat(keys(scope.states())).isEmpty();
  }

  @Test
  void aJournalAboutManyJobsGrowsLongerBeforeItIsWorthAFold() {
    aLongJournal(lead());
    time.pass(Duration.ofSeconds(10));
    assertThat(keys(scope.journal())).containsExactly(scope.marker());
    assertThat(keys(scope.states())).hasSize(MANY_JOBS);
  }

  @Test
  void aLongJournalOfAnOlderTermIsFoldedSoonThoughItIsBusy() {
    aLongJournal(lead());
    Leadership next = lead();
    for (int second = 1000; second < 1015; second++) {
      LeadershipFixture.extend(next, time.clock());
      runOfEach(next, 1, second);
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(keys(scope.states())).hasSize(MANY_JOBS);
  }

  @Test
  void olderRunsGoIntoChunksAndTheOldestAway() {
    retention = new Retention(60, Duration.ofDays(30));
    Leadership leadership = lead();
    for (int round = 0; round < 4; round++) {
      runs(leadership, round * 40, round * 40 + 40);
      time.pass(Duration.ofSeconds(6));
    }
    List<FinishedRun> all = new ArrayList<>();
    HistoryPage page = get(ledger.history(JOB, Long.MAX_VALUE, 1000));
    all.addAll(page.runs());
    assertThat(page.next()).isEmpty();
    assertThat(all.size()).isBetween(60, 110);
    assertThat(all.stream().map(run -> run.id().slotMillis()).toList())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a))
        .startsWith(SLOT.plusSeconds(159).toEpochMilli());
    assertThat(freshlyRead().finished()).isEqualTo(160);
    assertThat(freshlyRead().last().size()).isLessThan(40);
  }

  @Test
  void runsThatAreTooOldGoAwayThoughTheJobDoesNotRunAnyMore() {
    retention = new Retention(1000, Duration.ofHours(5));
    Leadership leadership = lead();
    runs(leadership, 0, 60);
    time.pass(Duration.ofMinutes(1));
    assertThat(keys(layout.runs(GROUP))).isNotEmpty();
    hours(leadership, 7);
    assertThat(keys(layout.runs(GROUP))).isEmpty();
    assertThat(freshlyRead().last()).hasSize(JobState.KEPT);
  }

  @Test
  void aForgottenJobIsRemovedOnceItsHistoryIsOld() {
    retention = new Retention(1000, Duration.ofHours(5));
    Leadership leadership = lead();
    runs(leadership, 0, 60);
    get(ledger.claim(leadership, List.of(claim(100))));
    get(ledger.forget(leadership, List.of(Forgotten.job(JOB))));
    hours(leadership, 8);
    assertThat(freshlyRead().open()).as("open runs are never dropped").hasSize(1);
    assertThat(freshlyRead().cursors())
        .as("where its account stood is known for as long as its history")
        .containsValue(new Cursor(claim(100).slot(), Cursor.GONE, 0));
    get(ledger.complete(leadership, success(claim(100).id(GROUP))));
    hours(leadership, 2);
    assertThat(freshlyRead()).isEqualTo(JobState.NONE);
    assertThat(keys(layout.runs(GROUP))).isEmpty();
    assertThat(keys(scope.states())).isEmpty();
    assertThat(get(ledger.claim(leadership, List.of(claim(0)))))
        .as("a job of the same name begins anew")
        .isEqualTo(new ClaimResult.Claimed(java.util.Set.of(claim(0).id(GROUP))));
  }

  @Test
  void ofTriggersThatAreGoneOnlyTheNewestFewAreRemembered() {
    Leadership leadership = lead();
    for (int i = 0; i < 2 * JobState.GONE_KEPT; i++) {
      TriggerName trigger = new TriggerName("once-" + i);
      Instant slot = SLOT.plusSeconds(i);
      Claim claim = Claim.of(JOB, trigger, "e1", slot, RunKind.SCHEDULED);
      get(ledger.claim(leadership, List.of(claim)));
      get(ledger.complete(leadership, success(claim.id(GROUP))));
      get(ledger.forget(leadership, List.of(Forgotten.trigger(JOB, trigger))));
    }
    assertThat(freshlyRead().cursors().values())
        .hasSize(JobState.GONE_KEPT)
        .allMatch(Cursor::isGone)
        .allMatch(cursor -> !cursor.slot().isBefore(SLOT.plusSeconds(JobState.GONE_KEPT)));
  }

  @Test
  void theNextEditionOfATriggerKnowsWhereTheOneBeforeStoodAndClaimsNoSlotAgain() {
    Leadership leadership = lead();
    runs(leadership, 0, 3);
    TriggerName trigger = TriggerName.of(JOB);
    Claim again = Claim.of(JOB, trigger, "e2", SLOT.plusSeconds(2), RunKind.SCHEDULED);
    assertThat(get(ledger.claim(leadership, List.of(again))))
        .isEqualTo(new ClaimResult.Claimed(java.util.Set.of()));
    Claim later = Claim.of(JOB, trigger, "e2", SLOT.plusSeconds(3), RunKind.SCHEDULED);
    get(ledger.claim(leadership, List.of(later)));
    assertThat(freshlyRead().cursors().get(trigger))
        .isEqualTo(new Cursor(later.slot(), "e2", 1, Optional.of(SLOT.plusSeconds(2))));
  }

  @Test
  void aRequestIsFulfilledOnceAndTheOthersOfItsBatchAreNotHeldUp() {
    Leadership leadership = lead();
    server.put(layout.request(GROUP, "a"), "run");
    server.put(layout.request(GROUP, "b"), "run");
    Claim a = manual("a");
    Claim b = manual("b");
    server.delete(layout.request(GROUP, "b"));
    ClaimResult.Claimed result =
        (ClaimResult.Claimed) get(ledger.claim(leadership, List.of(a, b, claim(0))));
    assertThat(result.runs()).containsExactlyInAnyOrder(a.id(GROUP), claim(0).id(GROUP));
    assertThat(keys(layout.requests(GROUP))).isEmpty();
    get(ledger.complete(leadership, success(a.id(GROUP))));
    assertThat(((ClaimResult.Claimed) get(ledger.claim(leadership, List.of(a)))).runs()).isEmpty();
  }

  private Claim manual(String id) {
    String key = layout.request(GROUP, id);
    long revision = server.entries(key).get(0).createRevision();
    return new Claim(
        JOB,
        new TriggerName(id),
        "",
        SLOT,
        RunKind.MANUAL,
        1,
        Optional.of(new RequestRef(key, revision)),
        Map.of("asked", id));
  }

  @Test
  void aRetryIsDurableAndClaimedByItsId() {
    Leadership leadership = lead();
    get(ledger.claim(leadership, List.of(claim(0))));
    RunId next = claim(0).id(GROUP).nextAttempt();
    PendingAttempt retry = new PendingAttempt(next, RunKind.RETRY, SLOT.plusSeconds(30));
    get(ledger.complete(leadership, success(claim(0).id(GROUP)).followedBy(retry)));

    Leadership later = lead();
    assertThat(ledger.state(JOB).orElseThrow().pending()).containsExactly(retry);
    Claim attempt = Claim.of(retry, "files");
    assertThat(get(ledger.claim(later, List.of(attempt))))
        .isEqualTo(new ClaimResult.Claimed(java.util.Set.of(next)));
    assertThat(ledger.state(JOB).orElseThrow().pending()).isEmpty();
    assertThat(((ClaimResult.Claimed) get(ledger.claim(later, List.of(attempt)))).runs()).isEmpty();
  }

  @Test
  void aLostRunIsRunAgainAtOnceIfItsLeaderIsProvenGoneElseAfterItsLease() {
    for (boolean alive : new boolean[] {true, false}) {
      Lease lease = get(leases.grant(Duration.ofHours(1)));
      String key = "/t/election/g/" + server.revision();
      server.entries("/t/election/").forEach(entry -> server.delete(entry.key()));
      server.put(key, "leader");
      long term = server.entries(key).get(0).createRevision();
      Leadership first = LeadershipFixture.held(key, term, lease.id(), time.clock());
      get(ledger.takeOver(first));
      Claim claim = claim(alive ? 0 : 1);
      get(ledger.claim(first, List.of(claim)));
      if (!alive) {
        server.revoke(lease.id());
      }
      Leadership second = elect();
      get(ledger.takeOver(second, run -> true));
      Instant now = Millis.floor(time.wallClock().instant());
      PendingAttempt again =
          ledger
              .state(JOB)
              .orElseThrow()
              .pendingAttempt(claim.id(GROUP).nextAttempt())
              .orElseThrow();
      assertThat(again.kind()).isEqualTo(RunKind.RECOVERED);
      if (alive) {
        assertThat(again.due()).isAfter(now.plusSeconds(4));
      } else {
        assertThat(again.due()).isBeforeOrEqualTo(now);
      }
    }
  }

  @Test
  void anEntryThatSomebodyTypedIsReportedAndStays() {
    Leadership leadership = lead();
    runs(leadership, 0, 2);
    String typed = scope.entry(new Position(leadership.term().number(), 6));
    String foreign = scope.journal() + "0-notes";
    server.put(typed, "typed by hand");
    server.put(foreign, "foreign");
    runs(leadership, 2, 5);
    time.pass(Duration.ofMinutes(1));
    runs(leadership, 5, 6);
    time.pass(Duration.ofMinutes(1));
    assertThat(freshlyRead().finished()).isEqualTo(6);
    assertThat(keys(scope.journal())).containsExactlyInAnyOrder(typed, foreign, scope.marker());
  }

  @Test
  void aMarkerThatSomebodyDeletedIsWrittenAnew() {
    Leadership leadership = lead();
    runs(leadership, 0, 2);
    time.pass(Duration.ofMinutes(1));
    server.delete(scope.marker());
    runs(leadership, 2, 4);
    time.pass(Duration.ofMinutes(1));
    assertThat(keys(scope.journal())).containsExactly(scope.marker());
    assertThat(freshlyRead().finished()).isEqualTo(4);
  }

  @Test
  void thousandsOfRecordsShareAnEntryWithinTheLimitsOfEtcd() {
    Leadership leadership = lead();
    List<Commit> commits = new ArrayList<>();
    server.witness(commits::add);
    List<CompletionStage<ClaimResult>> answers = new ArrayList<>();
    for (int batch = 0; batch < 100; batch++) {
      int from = batch * 100;
      answers.add(
          ledger.claim(
              leadership,
              IntStream.range(from, from + 100)
                  .mapToObj(i -> new JobName("job-" + i))
                  .map(job -> Claim.of(job, TriggerName.of(job), "files", SLOT, RunKind.SCHEDULED))
                  .toList()));
    }
    answers.forEach(this::get);
    assertThat(ledger.states()).hasSize(10_000);
    assertThat(commits.size()).isLessThan(10);
    assertThat(commits)
        .allSatisfy(
            commit ->
                assertThat(((Commit.Put) commit.writes().get(0)).value().size())
                    .isLessThan(1_000_000));
  }

  @Test
  void aFoldThatEndsWhileStatesAreReadHidesNothing() {
    Leadership leadership = lead();
    runs(leadership, 0, 3);
    FakeStoreClient slow = server.client(new Random(3));
    slow.callTimeout(Duration.ofMinutes(1));
    delay(slow, 2);
    RunLedger reader =
        new RunLedger(slow, scope, time.loop("reader"), time.wallClock(), new Random(3));
    CompletionStage<Void> read = reader.follow();
    time.pass(Duration.ofMillis(5));
    delay(slow, 30_000);
    time.pass(Duration.ofMillis(2));
    delay(slow, 2);
    time.pass(Duration.ofSeconds(10));
    assertThat(keys(scope.journal())).as("folded meanwhile").containsExactly(scope.marker());
    assertThat(read.toCompletableFuture()).as("still reading").isNotDone();
    get(read);
    time.pass(Duration.ofSeconds(1));
    assertThat(reader.state(JOB)).isEqualTo(ledger.state(JOB));
  }

  private static void delay(FakeStoreClient client, int millis) {
    client.network().fastest = Duration.ofMillis(millis);
    client.network().slowest = Duration.ofMillis(millis);
  }
}
