package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.ElectionException.CampaignFailed;
import dev.tenure.election.ElectionException.CampaignInProgress;
import dev.tenure.election.ElectionException.Closed;
import dev.tenure.election.ElectionException.SessionLost;
import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Campaigning, resigning and standing, in every phase. */
class CampaignTest {

  private final Arena arena = new Arena();

  @Test
  void theFirstToComeLeadsAndTheOthersFollowInTurn() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    Contender c = arena.waiting("c");
    assertThat(arena.names()).containsExactly("a", "b", "c");
    assertThat(b.leads() || c.leads()).isFalse();

    arena.settled(a.election.resign());
    arena.until(b::leads);
    assertThat(c.leads()).isFalse();
    arena.settled(b.election.resign());
    arena.until(c::leads);

    assertThat(c.leadership().orElseThrow().term().number())
        .isGreaterThan(b.leaderships.get(0).term().number());
  }

  @Test
  void theStageOfACampaignIsTheLeadership() {
    Contender a = arena.contender("a");

    CompletionStage<Leadership> won = arena.settled(a.election.campaign("v"));

    Leadership leadership = won.toCompletableFuture().join();
    assertThat(leadership).isSameAs(a.leadership().orElseThrow());
    assertThat(leadership.key()).isEqualTo(arena.queue().get(0).key());
    assertThat(leadership.term().number()).isEqualTo(arena.queue().get(0).createRevision());
    assertThat(leadership.lease()).isEqualTo(arena.queue().get(0).lease());
    assertThat(leadership.held()).isTrue();
  }

  @Test
  void aSecondCampaignIsRefusedInEveryPhase() {
    Contender leader = arena.contender("leader");
    leader.store.hold(Call.GRANT);
    leader.election.campaign("1");
    assertRefused(leader);
    leader.store.release(Call.GRANT);
    arena.until(leader::leads);
    assertRefused(leader);

    Contender waiting = arena.waiting("waiting");
    assertRefused(waiting);
    assertThat(arena.names()).containsExactly("1", "waiting");
  }

  private void assertRefused(Contender contender) {
    assertThat(arena.settled(contender.election.campaign("again")))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(CampaignInProgress.class)
        .withMessageContaining(Arena.NAME.value());
  }

  @Test
  void oneMayCampaignAgainAfterResigning() {
    Contender a = arena.leader("a");
    arena.settled(a.election.resign());

    arena.settled(a.election.campaign("a2"));

    assertThat(arena.names()).containsExactly("a2");
    assertThat(a.heard)
        .containsExactly(
            "FOLLOWER",
            "LEADER 1",
            "start 1",
            "stop 1 RESIGNED",
            "FOLLOWER",
            "LEADER 2",
            "start 2");
  }

  @Test
  void oneMayCampaignAgainAfterAnError() {
    Contender a = arena.leader("a");
    arena.server.revoke(arena.queue().get(0).lease());
    arena.until(a::failed);

    arena.settled(a.election.campaign("a2"));

    assertThat(a.heard)
        .containsExactly(
            "FOLLOWER",
            "LEADER 1",
            "start 1",
            "ERROR SessionLost",
            "stop 1 LOST",
            "FOLLOWER",
            "LEADER 2",
            "start 2");
    assertThat(a.leaderships.get(1).term().number())
        .isGreaterThan(a.leaderships.get(0).term().number());
  }

  @Test
  void aCampaignAskedForWhileTheOldLeadershipEndsComesAfterIt() {
    Contender a = arena.leader("a");
    a.callbacks.pause();
    CompletionStage<Void> resigned = a.election.resign(Duration.ofSeconds(20));
    CompletionStage<Leadership> again = a.election.campaign("a2");
    arena.pass(Duration.ofSeconds(1));
    assertThat(arena.names()).as("still leading, the work has not stopped").containsExactly("a");

    a.callbacks.resume();
    arena.settled(again);

    assertThat(resigned.toCompletableFuture()).isDone();
    assertThat(arena.names()).containsExactly("a2");
    assertThat(a.heard).endsWith("stop 1 RESIGNED", "FOLLOWER", "LEADER 2", "start 2");
  }

  @Test
  void aCampaignAskedForWhileTheOldLeadershipEndsFailsIfThatIsLostMeanwhile() {
    Contender a = arena.leader("a");
    a.callbacks.pause();
    a.election.resign(Duration.ofSeconds(20));
    CompletionStage<Leadership> again = a.election.campaign("a2");
    arena.pass(Duration.ofSeconds(1));

    arena.server.revoke(arena.queue().get(0).lease());
    arena.pass(Duration.ofSeconds(1));
    a.callbacks.resume();

    assertThat(arena.settled(again))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(SessionLost.class);
    arena.pass(Duration.ofSeconds(20));
    arena.assertNothingLeft();
  }

  @Test
  void whoStandsAgainWhileTheOldLeadershipEndsLeadsAgain() {
    Contender a = arena.contender("a");
    a.election.stand(() -> "a");
    arena.until(a::leads);
    a.callbacks.pause();
    a.election.resign(Duration.ofSeconds(20));
    a.election.stand(() -> "a2");
    arena.pass(Duration.ofSeconds(1));
    a.callbacks.resume();

    arena.until(() -> arena.names().equals(List.of("a2")) && a.leads());
  }

  @Test
  void resigningWithoutACampaignDoesNothing() {
    Contender a = arena.contender("a");

    assertThat(arena.settled(a.election.resign())).isCompleted();

    assertThat(a.heard).containsExactly("FOLLOWER");
    assertThat(a.store.count(Call.GRANT)).isZero();
  }

  @Test
  void resigningWhileTheLeaseIsAskedForGivesItBack() {
    Contender a = arena.contender("a");
    a.store.hold(Call.GRANT);
    CompletionStage<Leadership> campaign = a.election.campaign("a");
    arena.pass(Duration.ofMillis(100));

    CompletionStage<Void> resigned = a.election.resign();
    assertCancelled(campaign);
    assertThat(resigned.toCompletableFuture()).isNotDone();
    a.store.release(Call.GRANT);

    assertThat(arena.settled(resigned)).isCompleted();
    arena.assertNothingLeft();
  }

  @Test
  void resigningWhileTheKeyIsPutDeletesIt() {
    Contender a = arena.contender("a");
    a.store.hold(Call.COMMIT);
    CompletionStage<Leadership> campaign = a.election.campaign("a");
    arena.until(() -> !arena.queue().isEmpty());

    assertThat(arena.settled(a.election.resign())).isCompleted();

    assertCancelled(campaign);
    arena.assertNothingLeft();
    a.store.release(Call.COMMIT);
    arena.pass(Duration.ofSeconds(1));
    assertThat(a.heard).containsExactly("FOLLOWER");
  }

  @Test
  void resigningWhileWaitingLeavesTheQueue() {
    Contender leader = arena.leader("leader");
    Contender b = arena.contender("b");
    CompletionStage<Leadership> campaign = b.election.campaign("b");
    arena.until(() -> arena.names().size() == 2);

    assertThat(arena.settled(b.election.resign())).isCompleted();

    assertCancelled(campaign);
    assertThat(arena.names()).containsExactly("leader");
    arena.settled(leader.election.resign());
    arena.pass(Duration.ofSeconds(20));
    assertThat(b.heard).containsExactly("FOLLOWER");
    arena.assertNothingLeft();
  }

  @Test
  void resigningWhileTheWinIsProvedNeverLeads() {
    Contender leader = arena.leader("leader");
    Contender b = arena.waiting("b");
    b.store.hold(Call.LIST);
    arena.settled(leader.election.resign());
    arena.pass(Duration.ofMillis(100));

    assertThat(arena.settled(b.election.resign())).isCompleted();
    b.store.release(Call.LIST);
    arena.pass(Duration.ofSeconds(20));

    assertThat(b.heard).containsExactly("FOLLOWER");
    arena.assertNothingLeft();
  }

  @Test
  void resigningTwiceIsOneResignation() {
    Contender a = arena.leader("a");
    CompletionStage<Void> first = a.election.resign();
    CompletionStage<Void> second = a.election.resign();

    assertThat(arena.settled(first)).isCompleted();
    assertThat(arena.settled(second)).isCompleted();

    assertThat(a.heard)
        .containsExactly("FOLLOWER", "LEADER 1", "start 1", "stop 1 RESIGNED", "FOLLOWER");
  }

  @Test
  void aResignationThatTheStoreDoesNotAnswerIsRepeated() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    a.store.fail(Call.REVOKE, StoreException.Kind.UNAVAILABLE);
    CompletionStage<Void> resigned = a.election.resign();
    arena.pass(Duration.ofSeconds(2));
    assertThat(arena.names()).containsExactly("a", "b");
    assertThat(resigned.toCompletableFuture()).isNotDone();
    assertThat(a.store.count(Call.REVOKE)).isBetween(3, 40);

    a.store.heal(Call.REVOKE);

    assertThat(arena.settled(resigned)).isCompleted();
    arena.until(b::leads);
  }

  @Test
  void aResignationWithoutAStoreEndsWhenTheLeaseHasRunOut() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    a.client.network().cut = true;

    assertThat(arena.settled(a.election.resign())).isCompleted();

    arena.until(b::leads);
    assertThat(arena.names()).containsExactly("b");
  }

  @Test
  void aLeaseThatIsNotGrantedIsAnError() {
    Contender a = arena.contender("a");
    a.store.fail(Call.GRANT, StoreException.Kind.UNAVAILABLE);

    assertThat(arena.settled(a.election.campaign("a")))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(CampaignFailed.class)
        .withMessageContaining("no lease");

    assertThat(a.heard).containsExactly("FOLLOWER", "ERROR CampaignFailed");
  }

  @Test
  void aKeyThatMayNotBePutIsAnErrorAtOnce() {
    Contender a = arena.contender("a");
    a.store.fail(Call.COMMIT, StoreException.Kind.DENIED);

    arena.settled(a.election.campaign("a"));

    assertThat(a.heard).containsExactly("FOLLOWER", "ERROR CampaignFailed");
    arena.pass(Duration.ofSeconds(1));
    arena.assertNothingLeft();
  }

  @Test
  void anEnqueueWhoseAnswerIsLostFindsItsOwnKeyAgain() {
    Contender a = arena.contender("a");
    a.client.network().lostAnswers = 0;
    a.store.hold(Call.COMMIT);
    a.election.campaign("a");
    arena.until(() -> !arena.queue().isEmpty());
    // The first answer stays away for good; the fake's deadline makes it an unknown outcome.
    a.client.network().cut = true;
    a.store.release(Call.COMMIT);
    arena.pass(Duration.ofMillis(1200));
    a.client.network().cut = false;

    arena.until(a::leads);

    assertThat(arena.names()).containsExactly("a");
    assertThat(a.store.count(Call.COMMIT)).isGreaterThanOrEqualTo(1);
  }

  @Test
  void whoMayNotReadTheQueueLeavesIt() {
    // Once first in line, it would block everybody behind it.
    Contender leader = arena.leader("leader");
    Contender b = arena.waiting("b");
    b.store.fail(Call.LIST, StoreException.Kind.DENIED);

    arena.settled(leader.election.resign());
    arena.until(b::failed);

    assertThat(b.heard).containsExactly("FOLLOWER", "ERROR CampaignFailed");
    arena.pass(Duration.ofSeconds(1));
    arena.assertNothingLeft();
  }

  @Test
  void whoMayNotWatchTheQueueLeavesIt() {
    Contender leader = arena.leader("leader");
    Contender b = arena.waiting("b");
    b.store.fail(Call.WATCH, StoreException.Kind.DENIED);

    b.client.breakWatches();
    arena.until(b::failed);

    arena.pass(Duration.ofSeconds(1));
    assertThat(arena.names()).containsExactly("leader");
    assertThat(leader.leads()).isTrue();
    assertThat(b.store.count(Call.WATCH)).as("no spin").isLessThan(6);
  }

  @Test
  void aLeaderThatMayNotWatchTheQueueLeadsOn() {
    Contender leader = arena.leader("leader");
    leader.store.fail(Call.WATCH, StoreException.Kind.DENIED);

    leader.client.breakWatches();
    arena.pass(Duration.ofSeconds(30));

    assertThat(leader.leads()).isTrue();
  }

  @Test
  void whoStandsCampaignsAgainWithGrowingWaits() {
    Contender a = arena.contender("a");
    a.store.fail(Call.GRANT, StoreException.Kind.UNAVAILABLE);
    a.election.stand(() -> "a");
    arena.pass(Duration.ofSeconds(60));

    assertThat(a.store.count(Call.GRANT)).as("tries in a minute").isBetween(25, 70);
    a.store.heal(Call.GRANT);
    arena.until(a::leads);
  }

  @Test
  void whoStoodAndResignedStaysAway() {
    Contender a = arena.contender("a");
    a.election.stand(() -> "a");
    arena.until(a::leads);

    arena.settled(a.election.resign());
    arena.pass(Duration.ofMinutes(1));

    assertThat(a.heard).endsWith("FOLLOWER");
    arena.assertNothingLeft();
  }

  @Test
  void everythingAfterTheEndSaysThatItIsClosed() {
    Contender a = arena.leader("a");
    arena.settled(a.election.closeAsync());

    assertClosed(a.election.campaign("x"));
    assertClosed(a.election.proclaim("x"));
    assertThat(arena.settled(a.election.resign())).isCompleted();
    assertThat(arena.settled(a.election.closeAsync())).isCompleted();
  }

  private void assertClosed(CompletionStage<?> stage) {
    assertThat(arena.settled(stage))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(Closed.class);
  }

  private void assertCancelled(CompletionStage<?> stage) {
    arena.settled(stage);
    assertThat(stage.toCompletableFuture())
        .satisfiesAnyOf(
            s -> assertThat(s).isCancelled(),
            s ->
                assertThat(s)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(CancellationException.class));
  }
}
