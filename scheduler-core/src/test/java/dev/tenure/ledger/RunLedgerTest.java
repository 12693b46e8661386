package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The ledger in manual time, on a store whose network loses what the test says. */
final class RunLedgerTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("job");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeStoreClient client = server.client(new Random(7));
  private final LedgerScope scope =
      new LedgerScope(new KeyLayout("/t"), GROUP, new NodeName("node-1"));
  private final RunLedger ledger = ledger("ledger", LedgerSettings.defaults());

  private RunLedger ledger(String loop, LedgerSettings settings) {
    return new RunLedger(
        loop.equals("ledger") ? client : server.client(new Random(9)),
        scope,
        settings,
        time.loop(loop),
        time.wallClock(),
        new Random(7));
  }

  private Leadership elect() {
    server.entries("/t/election/").forEach(entry -> server.delete(entry.key()));
    String key = "/t/election/g/" + server.revision();
    server.put(key, "leader");
    long term = server.entries(key).get(0).createRevision();
    return LeadershipFixture.held(key, term, time.clock());
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

  private static Claim claim(JobName job, Instant slot) {
    return Claim.of(job, TriggerName.of(job), "files", slot, RunKind.SCHEDULED);
  }

  private static RunOutcome success(RunId run) {
    return new RunOutcome(
        run, EndState.SUCCEEDED, SLOT, SLOT.plusSeconds(1), Optional.of("done"), Optional.empty());
  }

  private JobState stored(JobName job) {
    RunLedger reader = ledger("reader", LedgerSettings.defaults());
    get(reader.follow());
    reader.stop();
    return reader.state(job).orElse(JobState.NONE);
  }

  private static Optional<Instant> cursorOf(JobState state) {
    return state.cursor(TriggerName.of(JOB), "files").map(Cursor::slot);
  }

  @Test
  void aLeaderThatFollowedTakesOverInOneRoundTrip() {
    lead();
    Duration way = Duration.ofMillis(50);
    client.network().fastest = way;
    client.network().slowest = way;
    Leadership leadership = elect();
    long before = time.clock().nanos();
    get(ledger.takeOver(leadership));
    assertThat(Duration.ofNanos(time.clock().nanos() - before))
        .isBetween(way.multipliedBy(2), way.multipliedBy(2).plusMillis(5));
  }

  @Test
  void aClaimIsRecordedAndMovesTheCursor() {
    Leadership leadership = lead();
    ClaimResult result = get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    RunId id = claim(JOB, SLOT).id(GROUP);
    assertThat(result).isEqualTo(new ClaimResult.Claimed(Set.of(id)));
    assertThat(cursorOf(stored(JOB))).contains(SLOT);
    assertThat(stored(JOB).open()).extracting(OpenRun::id).containsExactly(id);
  }

  @Test
  void aFullBatchIsOneCommitWithinTheLimitsOfEtcd() {
    Leadership leadership = lead();
    List<Integer> operations = new ArrayList<>();
    server.witness(commit -> operations.add(commit.guards().size() + commit.writes().size()));
    List<Claim> claims =
        IntStream.range(0, RunLedger.MAX_CLAIMS)
            .mapToObj(i -> claim(new JobName("job-" + i), SLOT))
            .toList();
    ClaimResult result = get(ledger.claim(leadership, claims));
    assertThat(((ClaimResult.Claimed) result).runs()).hasSize(RunLedger.MAX_CLAIMS);
    assertThat(operations).containsExactly(4);
  }

  @Test
  void aSlotIsClaimedOnce() {
    Leadership leadership = lead();
    get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    ClaimResult again = get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    assertThat(((ClaimResult.Claimed) again).runs()).isEmpty();
    assertThat(stored(JOB).open()).hasSize(1);
  }

  @Test
  void aSlotUpToTheCursorIsNotClaimedOnceItsRunHasEnded() {
    Leadership leadership = lead();
    get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    get(ledger.complete(leadership, success(claim(JOB, SLOT).id(GROUP))));
    for (Instant slot : List.of(SLOT, SLOT.minusSeconds(1))) {
      ClaimResult again = get(ledger.claim(leadership, List.of(claim(JOB, slot))));
      assertThat(((ClaimResult.Claimed) again).runs()).isEmpty();
    }
    assertThat(stored(JOB).open()).isEmpty();
    assertThat(cursorOf(stored(JOB))).contains(SLOT);
  }

  @Test
  void aLostAnswerIsMadeUpForByAskingAgain() {
    Leadership leadership = lead();
    client.network().lostAnswers = 1;
    CompletionStage<ClaimResult> answer = ledger.claim(leadership, List.of(claim(JOB, SLOT)));
    time.pass(Duration.ofSeconds(3));
    assertThat(answer.toCompletableFuture()).isNotDone();
    assertThat(stored(JOB).open()).hasSize(1);
    client.network().lostAnswers = 0;
    assertThat(((ClaimResult.Claimed) get(answer)).runs()).hasSize(1);
    assertThat(stored(JOB).open()).hasSize(1);
  }

  @Test
  void anAttemptThatArrivesLateUndoesNothing() {
    Leadership leadership = lead();
    client.network().fastest = Duration.ofSeconds(5);
    client.network().slowest = Duration.ofSeconds(5);
    CompletionStage<ClaimResult> answer = ledger.claim(leadership, List.of(claim(JOB, SLOT)));
    time.pass(Duration.ofMillis(500));
    client.network().fastest = Duration.ofMillis(1);
    client.network().slowest = Duration.ofMillis(1);
    assertThat(get(answer)).isInstanceOf(ClaimResult.Claimed.class);
    get(ledger.complete(leadership, success(claim(JOB, SLOT).id(GROUP))));
    time.pass(Duration.ofSeconds(10));
    assertThat(stored(JOB).open()).isEmpty();
    assertThat(stored(JOB).finished()).isEqualTo(1);
  }

  @Test
  void aLateClaimIsFenced() {
    Leadership leadership = lead();
    elect();
    assertThat(get(ledger.claim(leadership, List.of(claim(JOB, SLOT)))))
        .isEqualTo(new ClaimResult.Fenced());
    assertThat(stored(JOB)).isEqualTo(JobState.NONE);
  }

  @Test
  void aClaimWithoutAnAnswerUntilTheTermEndsIsUnknown() {
    Leadership leadership = lead();
    client.network().cut = true;
    CompletionStage<ClaimResult> answer = ledger.claim(leadership, List.of(claim(JOB, SLOT)));
    time.pass(Duration.ofSeconds(5));
    assertThat(answer.toCompletableFuture()).isNotDone();
    LeadershipFixture.end(leadership);
    assertThat(get(answer)).isInstanceOf(ClaimResult.Unknown.class);
  }

  @Test
  void aRefusalByTheFenceAfterALostAnswerDoesNotSayThatNothingWasWritten() {
    Leadership leadership = lead();
    client.network().lostAnswers = 1;
    CompletionStage<ClaimResult> answer = ledger.claim(leadership, List.of(claim(JOB, SLOT)));
    time.pass(Duration.ofSeconds(3));
    assertThat(stored(JOB).open()).hasSize(1);
    elect();
    client.network().lostAnswers = 0;
    assertThat(get(answer)).isInstanceOf(ClaimResult.Unknown.class);
  }

  @Test
  void aClaimInDoubtIsNotMadeButMayBeMadeLater() {
    Leadership leadership = lead();
    LeadershipFixture.suspend(leadership);
    assertThat(get(ledger.claim(leadership, List.of(claim(JOB, SLOT)))))
        .isInstanceOf(ClaimResult.Failed.class);
    LeadershipFixture.extend(leadership, time.clock());
    assertThat(get(ledger.claim(leadership, List.of(claim(JOB, SLOT)))))
        .isInstanceOf(ClaimResult.Claimed.class);
  }

  @Test
  void thatTheStoreIsAwayIsNewsOnlyWhileTheTermIsHeld() {
    Leadership leadership = lead();
    get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    List<String> lines = logOf(StoreTrouble.class);
    client.network().cut = true;
    ledger.complete(leadership, success(claim(JOB, SLOT).id(GROUP)));
    LeadershipFixture.suspend(leadership);
    time.pass(Duration.ofSeconds(30));
    assertThat(lines).isEmpty();
    LeadershipFixture.extend(leadership, time.clock());
    time.pass(Duration.ofSeconds(30));
    client.network().cut = false;
    get(ledger.flush(leadership));
    assertThat(lines)
        .hasSize(2)
        .anyMatch(line -> line.contains("cannot be written"))
        .anyMatch(line -> line.contains("is written again"));
  }

  /** What a class logs from now on. */
  private static List<String> logOf(Class<?> type) {
    List<String> lines = new ArrayList<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger(type);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
    return lines;
  }

  @Test
  void completionsOfABurstShareCommits() {
    Leadership leadership = lead();
    List<Claim> claims =
        IntStream.range(0, 50).mapToObj(i -> claim(new JobName("job-" + i), SLOT)).toList();
    get(ledger.claim(leadership, claims));
    AtomicInteger commits = new AtomicInteger();
    server.witness(commit -> commits.incrementAndGet());
    claims.forEach(one -> ledger.complete(leadership, success(one.id(GROUP))));
    get(ledger.flush(leadership));
    assertThat(commits.get()).isLessThanOrEqualTo(2);
    assertThat(stored(new JobName("job-49")).last())
        .extracting(FinishedRun::state)
        .containsExactly(EndState.SUCCEEDED);
  }

  /** A ledger whose ends wait for company, in a term; what it commits is counted from then on. */
  private RunLedger lingering(
      Duration linger, AtomicInteger commits, Leadership leadership, List<Claim> claims) {
    RunLedger patient = ledger("patient", LedgerSettings.defaults().withLinger(linger));
    get(patient.follow());
    assertThat(get(patient.takeOver(leadership))).isInstanceOf(TakeoverResult.TakenOver.class);
    get(patient.claim(leadership, claims));
    server.witness(commit -> commits.incrementAndGet());
    return patient;
  }

  @Test
  void endsThatComeOneAfterAnotherShareACommitWithTheNextClaim() {
    Leadership leadership = elect();
    List<Claim> claims =
        IntStream.range(0, 3).mapToObj(i -> claim(new JobName("job-" + i), SLOT)).toList();
    AtomicInteger commits = new AtomicInteger();
    RunLedger patient = lingering(Duration.ofMillis(4), commits, leadership, claims);
    for (Claim one : claims) {
      patient.complete(leadership, success(one.id(GROUP)));
      time.pass(Duration.ofMillis(1));
    }
    assertThat(commits).as("they wait").hasValue(0);
    get(patient.claim(leadership, List.of(claim(JOB, SLOT))));
    assertThat(commits).hasValue(1);
    assertThat(stored(new JobName("job-2")).last()).hasSize(1);
    assertThat(stored(JOB).open()).hasSize(1);
  }

  @Test
  void anEndThatStaysAloneIsWrittenSoon() {
    Leadership leadership = elect();
    AtomicInteger commits = new AtomicInteger();
    RunLedger patient =
        lingering(Duration.ofMillis(4), commits, leadership, List.of(claim(JOB, SLOT)));
    CompletableFuture<WriteResult> written =
        patient.complete(leadership, success(claim(JOB, SLOT).id(GROUP))).toCompletableFuture();
    time.pass(Duration.ofMillis(3));
    assertThat(commits).hasValue(0);
    assertThat(time.passUntil(Duration.ofMillis(100), written::isDone)).isTrue();
    assertThat(commits).hasValue(1);
  }

  @Test
  void whoeverWaitsForAllEndsDoesNotWaitForCompany() {
    Leadership leadership = elect();
    AtomicInteger commits = new AtomicInteger();
    RunLedger patient =
        lingering(Duration.ofHours(1), commits, leadership, List.of(claim(JOB, SLOT)));
    patient.complete(leadership, success(claim(JOB, SLOT).id(GROUP)));
    CompletableFuture<Void> flushed = patient.flush(leadership).toCompletableFuture();
    assertThat(time.passUntil(Duration.ofMinutes(1), flushed::isDone)).isTrue();
    assertThat(stored(JOB).last()).hasSize(1);
  }

  @Test
  void aCompletionAfterTheTermIsFencedAndTheNextLeaderRecordsTheRunAsLost() {
    Leadership leadership = lead();
    get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    Leadership next = elect();
    assertThat(get(ledger.complete(leadership, success(claim(JOB, SLOT).id(GROUP)))))
        .isEqualTo(new WriteResult.Fenced());
    TakeoverResult.TakenOver taken = (TakeoverResult.TakenOver) get(ledger.takeOver(next));
    assertThat(taken.lost()).hasSize(1);
    assertThat(cursorOf(taken.states().get(JOB))).contains(SLOT);
    assertThat(stored(JOB).open()).isEmpty();
    assertThat(stored(JOB).last()).extracting(FinishedRun::state).containsExactly(EndState.LOST);
  }

  @Test
  void manyLostRunsAreSettledInSeveralCommits() {
    Leadership leadership = lead();
    for (int batch = 0; batch < 3; batch++) {
      int from = batch * 100;
      get(
          ledger.claim(
              leadership,
              IntStream.range(from, from + 100)
                  .mapToObj(i -> claim(new JobName("job-" + i), SLOT))
                  .toList()));
    }
    TakeoverResult.TakenOver taken = (TakeoverResult.TakenOver) get(ledger.takeOver(elect()));
    assertThat(taken.lost()).hasSize(300);
    assertThat(ledger.states()).hasSize(300);
    assertThat(ledger.states().values())
        .allSatisfy(
            state ->
                assertThat(state.last())
                    .extracting(FinishedRun::state)
                    .containsExactly(EndState.LOST));
  }

  @Test
  void aStateThatCannotBeReadIsReportedAndLeftAlone() {
    server.put(scope.state(JOB), "{\"cursors\":\"yesterday\"}");
    server.put("/t/state/g/not a name", "foreign");
    Leadership leadership = elect();
    TakeoverResult.TakenOver taken = (TakeoverResult.TakenOver) get(ledger.takeOver(leadership));
    assertThat(taken.unreadable()).containsOnlyKeys(JOB);
    JobName other = new JobName("other");
    ClaimResult result =
        get(ledger.claim(leadership, List.of(claim(JOB, SLOT), claim(other, SLOT))));
    assertThat(((ClaimResult.Claimed) result).runs()).containsExactly(claim(other, SLOT).id(GROUP));
    assertThat(server.entries(scope.state(JOB)).get(0).value().utf8()).contains("yesterday");
    assertThat(server.entries("/t/state/g/not a name")).hasSize(1);
  }

  @Test
  void skippedSlotsMoveTheCursorForwardOnly() {
    Leadership leadership = lead();
    SkippedRange range =
        new SkippedRange(
            TriggerName.of(JOB), SLOT, SLOT.plusSeconds(9), 10, false, SkipReason.LIMIT);
    get(
        ledger.recordSkipped(
            leadership,
            List.of(
                new Skipped(
                    JOB, TriggerName.of(JOB), "files", List.of(range), SLOT.plusSeconds(9)))));
    get(
        ledger.recordSkipped(
            leadership, List.of(new Skipped(JOB, TriggerName.of(JOB), "files", List.of(), SLOT))));
    assertThat(cursorOf(stored(JOB))).contains(SLOT.plusSeconds(9));
    assertThat(stored(JOB).skipped()).containsExactly(range);
  }

  @Test
  void keptDataComesBackWithItsTypes() {
    Leadership leadership = lead();
    get(ledger.claim(leadership, List.of(claim(JOB, SLOT))));
    Map<String, Object> data =
        Map.of("l", 5L, "i", 5, "d", 0.5, "f", 0.5f, "t", "x", "b", true, "n", List.of(1, "a"));
    RunOutcome plain = success(claim(JOB, SLOT).id(GROUP));
    get(
        ledger.complete(
            leadership,
            new RunOutcome(
                plain.run(),
                plain.state(),
                plain.started(),
                plain.finished(),
                plain.result(),
                Optional.of(new RunError("type", "message")),
                Optional.of(new KeptData("e", data)),
                Optional.empty(),
                Optional.empty())));
    TakeoverResult.TakenOver taken = (TakeoverResult.TakenOver) get(ledger.takeOver(elect()));
    assertThat(taken.states().get(JOB).data()).contains(new KeptData("e", data));
    assertThat(taken.states().get(JOB)).isEqualTo(stored(JOB));
  }

  /** Lost, delayed and late requests and answers: what was acknowledged stays, and nothing else. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void faultsOfTheNetworkNeitherDoubleNorLoseARun(int batch) {
    for (int seed = batch * 12; seed < batch * 12 + 12; seed++) {
      RunLedgerTest world = new RunLedgerTest();
      world.runWithFaults(new Random(seed), seed);
    }
  }

  private void runWithFaults(Random random, int seed) {
    Leadership leadership = lead();
    client.callTimeout(Duration.ofMillis(200));
    client.network().slowest = Duration.ofMillis(200);
    client.network().lostAnswers = 0.2;
    client.network().lostRequests = 0.2;
    int claimed = 0;
    for (int i = 0; i < 20; i++) {
      Claim claim = claim(JOB, SLOT.plusSeconds(i));
      CompletionStage<ClaimResult> answer = ledger.claim(leadership, List.of(claim));
      time.pass(Duration.ofMillis(random.nextInt(500)));
      claimed += ((ClaimResult.Claimed) get(answer)).runs().size();
      ledger.complete(leadership, success(claim.id(GROUP)));
    }
    get(ledger.flush(leadership));
    time.pass(Duration.ofSeconds(5));
    assertThat(claimed).as("seed %s", seed).isEqualTo(20);
    assertThat(stored(JOB).finished()).as("seed %s", seed).isEqualTo(20);
    assertThat(stored(JOB).open()).as("seed %s", seed).isEmpty();
    assertThat(cursorOf(stored(JOB))).as("seed %s", seed).contains(SLOT.plusSeconds(19));
  }
}
