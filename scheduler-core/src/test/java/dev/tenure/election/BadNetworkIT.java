package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One candidate behind a bad network, others before it, all on a whole etcd. */
class BadNetworkIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private FaultProxy proxy;
  private EtcdStore store;
  private ElectionName name;
  private Peer far;
  private Peer near;

  @BeforeEach
  void open() {
    name = new ElectionName(etcd.freshRoot() + "bad");
    proxy = FaultProxy.to(etcd.etcd().endpoint(0));
    store = etcd.open();
    far = Peer.open(Peer.quick(List.of(proxy.endpoint())), name);
    near = Peer.open(etcd.settings(), name);
  }

  @AfterEach
  void close() {
    proxy.pass();
    far.close();
    near.close();
    proxy.close();
    assertThat(queue()).as("keys left behind").isEmpty();
    store.close();
  }

  @Test
  void aBlackholedLeaderStopsBeforeAnotherOneLeads() {
    far.lead("far");
    Leadership old = far.leadership().orElseThrow();
    near.enqueue("near");
    CompletableFuture<Long> ended = new CompletableFuture<>();
    old.ended().thenRun(() -> ended.complete(System.nanoTime()));
    CompletableFuture<Long> won = new CompletableFuture<>();
    near.election.states(
        state -> {
          if (state instanceof ElectionState.Leader) {
            assertThat(old.held()).isFalse();
            won.complete(System.nanoTime());
          }
        });

    proxy.stall();

    await(won);
    assertThat(ended).as("over before the other one led").isCompleted();
    assertThat(ended.join() - won.join()).isNegative();
    assertThat(far.failed()).isTrue();
  }

  @Test
  void answersThatComeTooLateDoNotProlongTheTerm() {
    far.lead("far");
    Leadership old = far.leadership().orElseThrow();

    // Renewals arrive, so etcd keeps the lease; but nobody hears of it in time.
    proxy.stallAnswers();
    await(old.ended());
    proxy.pass();

    assertThat(old.held()).isFalse();
    until(() -> queue().isEmpty());
    assertThat(far.won).hasSize(1);
  }

  @Test
  void aResetConnectionDoesNotEndTheTerm() {
    far.lead("far");
    Leadership leadership = far.leadership().orElseThrow();

    for (int i = 0; i < 3; i++) {
      proxy.cut();
      await(
          CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS)));
      assertThat(leadership.held()).isTrue();
    }

    assertThat(far.heard.stream().filter(h -> h.startsWith("ERROR"))).isEmpty();
  }

  @Test
  void aDeletionBehindADeadWatchIsNotMissed() {
    for (int i = 0; i < 3; i++) {
      near.lead("near");
      far.enqueue("far");
      // The deletion is written while the watch stands silent, then the connection is reset.
      proxy.stallAnswers();
      await(near.election.resign());
      proxy.cut();
      proxy.pass();

      until(far::leads);
      await(far.election.resign());
    }
  }

  @Test
  void aDeletionBehindAWatchThatWasJustCreatedIsNotMissed() {
    for (int i = 0; i < 3; i++) {
      near.lead("near");
      far.enqueue("far");
      proxy.delay(Duration.ofMillis(60));
      proxy.cut();
      // A new watch is being made; its first events are still under way when it breaks.
      int watches = far.store.count(Call.WATCH);
      until(() -> far.store.count(Call.WATCH) > watches);
      await(near.election.resign());
      proxy.cut();
      proxy.pass();

      until(far::leads);
      await(far.election.resign());
    }
  }

  @Test
  void anEnqueueWhoseAnswerIsSwallowedMakesOneKeyAndOneLeader() {
    far.store.beforeNext(Call.COMMIT, proxy::stallAnswers);
    far.election.campaign("far");
    until(() -> queue().size() == 1);

    proxy.cut();
    proxy.pass();

    until(() -> far.leads() || far.failed());
    assertThat(far.leads()).isTrue();
    assertThat(queue()).hasSize(1);
    assertThat(queue().get(0).createRevision())
        .isEqualTo(far.leadership().orElseThrow().term().number());
    assertThat(far.store.count(Call.COMMIT)).isGreaterThan(1);
  }

  @Test
  void whoGivesUpAfterASwallowedAnswerLeavesNoGhost() {
    far.store.beforeNext(Call.COMMIT, proxy::stallAnswers);
    far.election.campaign("far");
    until(() -> queue().size() == 1);
    near.enqueue("near");

    CompletionStage<Void> resigned = far.election.resign();
    proxy.cut();
    proxy.pass();

    await(resigned);
    until(near::leads);
    assertThat(near.names()).containsExactly("near");
  }

  @Test
  void writesThatArriveAfterTheTermAreRefused() {
    far.lead("far");
    Leadership old = far.leadership().orElseThrow();
    String claim = name.value() + "-claim";
    near.enqueue("near");

    proxy.stallRequests();
    CompletionStage<Void> proclaim = far.election.proclaim("zombie");
    CompletionStage<CommitResult> late =
        far.store.commit(
            new Commit(List.of(old.fence()), List.of(Commit.Put.unleased(claim, "zombie"))));
    until(near::leads);
    proxy.pass();

    assertThat(await(late)).isNotInstanceOf(CommitResult.Committed.class);
    assertThat(proclaim.toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .isNotNull();
    Awaitility.await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(10))
        .until(() -> await(store.get(claim)).isEmpty() && near.names().equals(List.of("near")));
  }

  @Test
  void anEnqueueThatArrivesAfterItWasGivenUpLeavesNoKey() {
    near.lead("near");
    far.store.beforeNext(Call.COMMIT, proxy::stallRequests);
    far.election.campaign("far");
    until(() -> far.store.count(Call.COMMIT) > 0);

    CompletionStage<Void> resigned = far.election.resign();
    proxy.pass();

    await(resigned);
    Awaitility.await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(10))
        .until(() -> near.names().equals(List.of("near")));
  }

  private List<Entry> queue() {
    return await(store.list(name.prefix())).entries();
  }
}
