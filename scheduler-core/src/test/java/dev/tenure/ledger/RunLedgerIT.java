package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger on a real etcd, with etcd's default limits. */
final class RunLedgerIT {

  private static final int JOBS = 100;

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final GroupName GROUP = new GroupName("g");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");

  private final EtcdStore store = etcd.open();
  private final KeyLayout layout = new KeyLayout(etcd.freshRoot().replaceAll("/$", ""));
  private final ThreadEventLoop loop = new ThreadEventLoop("ledger-it");
  private final RunLedger ledger =
      new RunLedger(
          store,
          new LedgerScope(layout, GROUP, new NodeName("node-1")),
          loop,
          Clock.systemUTC(),
          new Random(1));

  @AfterEach
  void close() {
    store.close();
    loop.close();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Leadership lead(String candidate) {
    String key = layout.election(GROUP) + "/" + candidate;
    CommitResult.Committed put =
        (CommitResult.Committed)
            get(store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, "x")))));
    Leadership leadership = LeadershipFixture.held(key, put.revision(), NanoClock.system());
    assertThat(get(ledger.takeOver(leadership))).isInstanceOf(TakeoverResult.TakenOver.class);
    return leadership;
  }

  private static List<Claim> claims(Instant slot) {
    return IntStream.range(0, JOBS)
        .mapToObj(i -> new JobName("job-" + i))
        .map(job -> Claim.of(job, TriggerName.of(job), "files", slot, RunKind.SCHEDULED))
        .toList();
  }

  private static RunOutcome success(RunId run) {
    return new RunOutcome(run, EndState.SUCCEEDED, SLOT, SLOT, Optional.empty(), Optional.empty());
  }

  @Test
  void fullBatchesPassAndTheNextTermFindsWhatWasLeftOpen() {
    Leadership first = lead("a");
    for (int round = 0; round < 3; round++) {
      List<Claim> claims = claims(SLOT.plusSeconds(round));
      ClaimResult result = get(ledger.claim(first, claims));
      assertThat(((ClaimResult.Claimed) result).runs()).hasSize(JOBS);
      if (round < 2) {
        get(
            ledger.complete(
                first, claims.stream().map(c -> success(c.id(GROUP))).toArray(RunOutcome[]::new)));
      }
    }
    Leadership second = lead("b");
    TakeoverResult.TakenOver again = (TakeoverResult.TakenOver) get(ledger.takeOver(second));
    assertThat(again.states()).hasSize(JOBS);
    assertThat(again.states().values())
        .allSatisfy(
            state -> {
              assertThat(state.cursors().values())
                  .extracting(Cursor::slot)
                  .containsExactly(SLOT.plusSeconds(2));
              assertThat(state.finished()).isEqualTo(3);
              assertThat(state.open()).isEmpty();
            });
  }

  @Test
  void aDeletedLeaderKeyFencesTheClaim() {
    Leadership leadership = lead("a");
    get(store.commit(new Commit(List.of(), List.of(new Commit.Delete(leadership.key())))));
    assertThat(get(ledger.claim(leadership, claims(SLOT)))).isEqualTo(new ClaimResult.Fenced());
    assertThat(get(store.list(layout.states(GROUP))).entries()).isEmpty();
  }

  @Test
  void aFoldedJournalIsGoneAndANewcomerKnowsTheSame() {
    LedgerSettings settings =
        LedgerSettings.defaults().withFold(Duration.ofMillis(200), 1000, 10_000_000);
    LedgerScope scope = ledger.scope();
    RunLedger folding =
        new RunLedger(store, scope, settings, loop, Clock.systemUTC(), new Random(2));
    String key = layout.election(GROUP) + "/f";
    CommitResult.Committed put =
        (CommitResult.Committed)
            get(store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, "x")))));
    Leadership leadership = LeadershipFixture.held(key, put.revision(), NanoClock.system());
    get(folding.takeOver(leadership));
    for (int round = 0; round < 60; round++) {
      List<Claim> claims = claims(SLOT.plusSeconds(round));
      get(folding.claim(leadership, claims));
      get(
          folding.complete(
              leadership,
              claims.stream().map(c -> success(c.id(GROUP))).toArray(RunOutcome[]::new)));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(store.list(layout.journal(GROUP))).entries().size() == 1);
    RunLedger newcomer = new RunLedger(store, scope, loop, Clock.systemUTC(), new Random(3));
    get(newcomer.follow());
    assertThat(newcomer.states()).hasSize(JOBS).isEqualTo(folding.states());
    HistoryPage past = get(newcomer.history(new JobName("job-7"), Long.MAX_VALUE, 1000));
    assertThat(past.runs()).hasSize(60);
    assertThat(get(newcomer.sizes()).runs()).isPositive();
  }
}
