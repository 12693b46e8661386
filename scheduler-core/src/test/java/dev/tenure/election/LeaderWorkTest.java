package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** When the leader's work starts and stops, and what the key does meanwhile. */
class LeaderWorkTest {

  private final Arena arena = new Arena();

  @Test
  void theKeyIsThereUntilTheWorkHasStopped() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    List<List<String>> queueAtStop = new ArrayList<>();
    a.onStop = () -> queueAtStop.add(arena.names());

    arena.settled(a.election.resign());
    arena.until(b::leads);

    assertThat(queueAtStop).containsExactly(List.of("a", "b"));
  }

  @Test
  void theLeadershipIsHeldWhileTheWorkOfAResigningLeaderStops() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    a.callbacks.pause();

    CompletionStage<Void> resigned = a.election.resign(Duration.ofMinutes(1));
    arena.pass(Duration.ofSeconds(30));

    assertThat(leadership.held()).as("renewals go on while the work finishes").isTrue();
    assertThat(a.leads()).isTrue();
    assertThat(resigned.toCompletableFuture()).isNotDone();
    a.callbacks.resume();
    arena.settled(resigned);
    assertThat(leadership.held()).isFalse();
    assertThat(leadership.ended().toCompletableFuture()).isCompleted();
    arena.assertNothingLeft();
  }

  @Test
  void workThatDoesNotStopWithinItsBudgetCostsTheKeyAllTheSame() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    a.callbacks.pause();

    a.election.resign(Duration.ofSeconds(3));
    arena.pass(Duration.ofMillis(2900));
    assertThat(b.leads()).isFalse();
    assertThat(a.leads()).isTrue();
    arena.pass(Duration.ofMillis(200));

    assertThat(a.leads()).isFalse();
    assertThat(b.leads()).isTrue();
    assertThat(arena.names()).containsExactly("b");
  }

  @Test
  void workThatIsCutOffGetsTheStopBudgetAndNoMore() {
    Contender a = arena.leader("a");
    a.callbacks.pause();

    // The key is deleted, the lease lives: what is given up is the lease.
    arena.server.delete(arena.queue().get(0).key());
    arena.pass(Duration.ofMillis(400));
    assertThat(a.failed()).isTrue();
    assertThat(arena.server.leases()).hasSize(1);
    arena.pass(Duration.ofMillis(200));

    assertThat(arena.server.leases()).isEmpty();
  }

  @Test
  void aSlowStartDoesNotHoldUpRenewals() {
    Contender a = arena.contender("a");
    a.callbacks.pause();
    a.election.campaign("a");
    arena.until(a::leads);

    arena.pass(Arena.TTL.multipliedBy(4));

    assertThat(a.heard).as("the work has not started").isEmpty();
    assertThat(a.leads()).isTrue();
    assertThat(a.leadership().orElseThrow().held()).isTrue();
  }

  @Test
  void aTermThatEndsBeforeItsWorkHasStartedIsStartedAndStoppedInOrder() {
    Contender a = arena.contender("a");
    a.election.stand(() -> "a");
    arena.until(a::leads);
    a.callbacks.pause();
    for (int i = 0; i < 3; i++) {
      arena.until(() -> a.leads() && !arena.queue().isEmpty());
      arena.server.revoke(arena.queue().get(0).lease());
      arena.until(a::failed);
    }
    arena.until(a::leads);

    a.callbacks.resume();
    arena.pass(Duration.ofSeconds(1));

    assertThat(a.heard.stream().filter(line -> line.startsWith("st")).toList())
        .containsExactly(
            "start 1",
            "stop 1 LOST",
            "start 2",
            "stop 2 LOST",
            "start 3",
            "stop 3 LOST",
            "start 4");
  }

  @Test
  void aLeadershipIsOverBeforeAnybodyHearsOfItsLoss() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    List<Boolean> heldWhenHeard = new ArrayList<>();
    a.election.states(state -> heldWhenHeard.add(leadership.held()));
    arena.pass(Duration.ofMillis(10));
    a.onStop = () -> heldWhenHeard.add(leadership.held());

    arena.server.revoke(leadership.lease());
    arena.until(a::failed);
    arena.pass(Duration.ofSeconds(1));

    assertThat(heldWhenHeard).startsWith(true).hasSizeGreaterThanOrEqualTo(3);
    assertThat(heldWhenHeard.subList(1, heldWhenHeard.size())).containsOnly(false);
    assertThat(a.heard).endsWith("ERROR SessionLost", "stop 1 LOST");
  }

  @Test
  void workThatDoesNotStartMakesTheLeaderStepDown() {
    Contender a = arena.contender("a");
    a.onStart = this::explode;
    Contender b = arena.contender("b");

    a.election.campaign("a");
    arena.until(() -> !arena.queue().isEmpty());
    b.election.campaign("b");
    arena.until(b::leads);

    assertThat(a.heard)
        .containsExactly("FOLLOWER", "LEADER 1", "start 1", "ERROR CampaignFailed", "stop 1 LOST");
    assertThat(((ElectionState.Error) a.election.state()).cause())
        .hasMessageContaining("did not start")
        .hasRootCauseMessage("boom");
    assertThat(arena.names()).containsExactly("b");
  }

  @Test
  void workThatNeverStartsIsTriedAgainWithGrowingWaits() {
    Contender a = arena.contender("a");
    a.onStart = this::explode;
    a.election.stand(() -> "a");

    arena.pass(Duration.ofMinutes(1));

    assertThat(a.leaderships.size()).as("terms in a minute").isBetween(25, 70);
    a.onStart = () -> {};
    arena.until(a::leads);
    arena.pass(Duration.ofSeconds(5));
    assertThat(a.leads()).isTrue();
  }

  @Test
  void workThatFailsToStopCountsAsStopped() {
    Contender a = arena.leader("a");
    a.onStop = this::explode;

    arena.settled(a.election.resign(Duration.ofHours(1)));

    arena.assertNothingLeft();
  }

  @Test
  void aLossDuringAResignationEndsTheBeliefAtOnceAndStopsOnlyOnce() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    a.callbacks.pause();
    a.election.resign(Duration.ofMinutes(1));
    arena.pass(Duration.ofSeconds(1));

    arena.server.revoke(leadership.lease());
    arena.until(a::failed);

    assertThat(leadership.held()).isFalse();
    assertThat(leadership.ended().toCompletableFuture()).isCompleted();
    a.callbacks.resume();
    arena.pass(Duration.ofSeconds(1));
    assertThat(a.heard)
        .containsExactly("FOLLOWER", "LEADER 1", "start 1", "stop 1 RESIGNED", "ERROR SessionLost");
  }

  @Test
  void aRefusedFenceEndsTheTermWithoutTheWatch() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    a.client.network().silentWatches = true;
    arena.server.delete(leadership.key());
    arena.pass(Duration.ofSeconds(1));
    assertThat(a.leads()).as("nobody told it").isTrue();

    a.election.fenced(leadership);
    arena.pass(Duration.ofMillis(1));

    assertThat(leadership.held()).isFalse();
    assertThat(a.failed()).isTrue();
  }

  @Test
  void anOldFenceDoesNotEndTheNextTerm() {
    Contender a = arena.leader("a");
    Leadership old = a.leadership().orElseThrow();
    arena.settled(a.election.resign());
    arena.settled(a.election.campaign("a2"));

    a.election.fenced(old);
    arena.pass(Duration.ofSeconds(1));

    assertThat(a.leads()).isTrue();
  }

  @Test
  void aKeyDeletedByAnOperatorEndsTheTermAtOnceAndTheNextOneIsHigher() {
    Contender a = arena.contender("a");
    a.election.stand(() -> "a");
    arena.until(a::leads);
    Contender b = arena.waiting("b");
    long first = a.leadership().orElseThrow().term().number();

    arena.server.delete(arena.queue().get(0).key());
    arena.pass(Duration.ofMillis(100));

    assertThat(a.leads()).isFalse();
    arena.until(b::leads);
    arena.until(() -> arena.names().equals(List.of("b", "a")));
    arena.settled(b.election.resign());
    arena.until(a::leads);
    assertThat(a.leadership().orElseThrow().term().number()).isGreaterThan(first);
  }

  @Test
  void aWaitingCandidateWhoseLeaseDiesSaysSoAtOnceAndNeverLeadsWithIt() {
    Contender leader = arena.leader("leader");
    Contender b = arena.contender("b");
    b.election.stand(() -> "b");
    arena.until(() -> arena.queue().size() == 2);
    arena.pass(Duration.ofMillis(100));
    var dead = arena.queue().get(1).lease();

    arena.server.revoke(dead);
    arena.pass(Duration.ofMillis(20));
    assertThat(b.failed()).isTrue();
    arena.until(() -> arena.queue().size() == 2);
    assertThat(arena.queue().get(1).lease()).isNotEqualTo(dead);

    arena.settled(leader.election.resign());
    arena.until(b::leads);
    assertThat(b.leadership().orElseThrow().lease()).isNotEqualTo(dead);
  }

  @Test
  void nobodyLeadsWithAKeyThatVanishedAtTheMomentOfTheWin() {
    for (int micros = 0; micros < 20_000; micros += 200) {
      Arena race = new Arena();
      Contender leader = race.leader("leader");
      Contender b = race.waiting("b");
      var lease = race.queue().get(1).lease();
      leader.election.resign();
      race.pass(Duration.ofNanos(micros * 1000L));

      race.server.revoke(lease);
      b.onStart = () -> assertThat(race.server.leases()).contains(lease);
      race.pass(Duration.ofSeconds(2));

      // It may have led before the lease died, never after.
      assertThat(b.leads()).isFalse();
      assertThat(b.failed()).isTrue();
      race.assertNothingLeft();
    }
  }

  @Test
  void anUnansweredProofIsRepeatedAndNothingIsBelievedMeanwhile() {
    Contender leader = arena.leader("leader");
    Contender b = arena.waiting("b");
    b.store.fail(Call.LIST, StoreException.Kind.UNAVAILABLE);
    arena.settled(leader.election.resign());
    arena.pass(Duration.ofSeconds(10));
    assertThat(b.leads()).isFalse();

    b.store.heal(Call.LIST);

    arena.until(b::leads);
  }

  private void explode() {
    throw new IllegalStateException("boom");
  }
}
