package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Processes that stand still, and clocks that jump. */
class PauseTest {

  private final Arena arena = new Arena();

  @Test
  void whoSleptThroughItsTermWakesAsNobody() {
    Contender a = arena.contender("a");
    a.election.stand(() -> "a");
    arena.until(a::leads);
    Contender b = arena.waiting("b");
    Leadership old = a.leadership().orElseThrow();
    List<String> before = new ArrayList<>(a.heard);

    a.pause();
    arena.until(b::leads);
    arena.pass(Arena.TTL);
    assertThat(old.held()).as("asked in the first instant after waking").isFalse();
    a.resume();
    CompletionStage<CommitResult> late =
        a.client.commit(
            new Commit(List.of(old.fence()), List.of(Commit.Put.unleased("/claim", "late"))));
    arena.pass(Duration.ofSeconds(5));

    assertThat(arena.settled(late).toCompletableFuture().join())
        .isInstanceOf(CommitResult.Refused.class);
    assertThat(a.heard.subList(before.size(), a.heard.size()))
        .containsExactly("ERROR SessionLost", "stop 1 LOST", "FOLLOWER");
    assertThat(arena.names()).containsExactly("b", "a");
    arena.settled(b.election.resign());
    arena.until(a::leads);
    assertThat(a.leadership().orElseThrow().term().number())
        .isGreaterThan(b.leaderships.get(0).term().number());
  }

  @Test
  void whoSleptBetweenTheProofAndItsAnswerDoesNotLead() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    arena.settled(a.election.resign());
    arena.time.passUntil(
        Duration.ofSeconds(1), () -> b.store.count(InterceptedStore.Call.LIST) > 1);

    b.pause();
    arena.pass(Arena.TTL.multipliedBy(2));
    b.resume();
    arena.pass(Duration.ofSeconds(5));

    assertThat(b.heard).containsExactly("FOLLOWER", "ERROR SessionLost");
    arena.assertNothingLeft();
  }

  @Test
  void aShortPauseCostsNothing() {
    Contender a = arena.leader("a");

    for (int i = 0; i < 20; i++) {
      a.pause();
      arena.pass(Duration.ofMillis(1500));
      a.resume();
      arena.pass(Duration.ofSeconds(2));
    }

    assertThat(a.heard).containsExactly("FOLLOWER", "LEADER 1", "start 1");
  }

  @Test
  void aWallClockThatJumpsAheadSuspendsTheBeliefForOneRenewal() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    List<Boolean> held = new ArrayList<>();
    arena.time.afterEachTask(() -> held.add(leadership.held()));

    arena.time.jump(Duration.ofHours(1));
    arena.pass(Duration.ofSeconds(10));

    assertThat(held).contains(false).endsWith(true);
    assertThat(a.heard).containsExactly("FOLLOWER", "LEADER 1", "start 1");
  }

  @Test
  void aWallClockThatJumpsBackDoesNothing() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    List<Boolean> held = new ArrayList<>();
    arena.time.afterEachTask(() -> held.add(leadership.held()));

    arena.time.jump(Duration.ofHours(-1));
    arena.pass(Duration.ofMinutes(1));

    assertThat(held).containsOnly(true);
  }

  @Test
  void aMachineThatSleptIsVerifiedAndLosesIfItsLeaseIsGone() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();

    // The monotonic clock stands while a machine sleeps; the store's does not.
    arena.server.revoke(leadership.lease());
    a.client.network().silentWatches = true;
    a.client.network().slowest = Duration.ofMillis(300);
    arena.time.jump(Duration.ofHours(1));
    arena.until(() -> !leadership.held());
    arena.pass(Duration.ofSeconds(2));

    assertThat(a.failed()).isTrue();
  }
}
