package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Closing in every phase: no key, no lease, nobody left waiting, and nothing after it. */
class CloseTest {

  private final Arena arena = new Arena();

  @Test
  void beforeAnything() {
    Contender a = arena.contender("a");

    assertCloses(a);

    assertThat(a.store.count(Call.GRANT)).isZero();
  }

  @Test
  void whileTheLeaseIsAskedFor() {
    Contender a = arena.contender("a");
    a.store.hold(Call.GRANT);
    CompletionStage<Leadership> campaign = a.election.campaign("a");
    arena.until(() -> !arena.server.leases().isEmpty());

    CompletionStage<Void> closed = a.election.closeAsync();
    arena.pass(Duration.ofMillis(100));
    a.store.release(Call.GRANT);

    arena.settled(closed);
    assertThat(campaign.toCompletableFuture()).isCompletedExceptionally();
    assertClosedForGood(a);
  }

  @Test
  void whileTheLeaseIsAskedForInVain() {
    Contender a = arena.contender("a");
    a.client.network().cut = true;
    a.election.campaign("a");
    arena.pass(Duration.ofMillis(100));

    assertCloses(a);
  }

  @Test
  void whileTheKeyIsPut() {
    Contender a = arena.contender("a");
    a.store.hold(Call.COMMIT);
    a.election.campaign("a");
    arena.until(() -> !arena.queue().isEmpty());

    arena.settled(a.election.closeAsync());

    a.store.release(Call.COMMIT);
    assertClosedForGood(a);
  }

  @Test
  void whileThePutOfTheKeyIsUnderWay() {
    Contender a = arena.contender("a");
    a.client.network().fastest = Duration.ofMillis(100);
    a.client.network().slowest = Duration.ofMillis(100);
    a.election.campaign("a");
    // The put is on its way, and the revocation will overtake it.
    arena.until(() -> a.store.count(Call.COMMIT) == 1);
    a.client.network().fastest = Duration.ofMillis(1);
    a.client.network().slowest = Duration.ofMillis(2);

    arena.settled(a.election.closeAsync());

    assertThat(arena.queue()).isEmpty();
    arena.pass(Duration.ofSeconds(1));
    assertClosedForGood(a);
  }

  @Test
  void whileWaiting() {
    Contender leader = arena.leader("leader");
    Contender b = arena.waiting("b");

    arena.settled(b.election.closeAsync());

    assertThat(arena.names()).containsExactly("leader");
    arena.settled(leader.election.closeAsync());
    assertClosedForGood(b);
  }

  @Test
  void whileTheWinIsProved() {
    Contender leader = arena.leader("leader");
    Contender b = arena.waiting("b");
    b.store.hold(Call.LIST);
    arena.settled(leader.election.closeAsync());
    arena.pass(Duration.ofMillis(100));

    arena.settled(b.election.closeAsync());

    b.store.release(Call.LIST);
    assertClosedForGood(b);
    assertThat(b.heard).containsExactly("FOLLOWER");
  }

  @Test
  void whileLeading() {
    Contender a = arena.leader("a");

    arena.settled(a.election.closeAsync());

    assertThat(a.heard)
        .containsExactly("FOLLOWER", "LEADER 1", "start 1", "stop 1 RESIGNED", "FOLLOWER");
    assertClosedForGood(a);
  }

  @Test
  void whileLeadingWithWorkThatDoesNotStop() {
    Contender a = arena.leader("a");
    a.callbacks.pause();

    a.election.closeAsync(Duration.ofSeconds(3));
    arena.pass(Duration.ofMillis(2900));
    assertThat(arena.queue()).hasSize(1);
    arena.pass(Duration.ofMillis(200));

    arena.assertNothingLeft();
    a.callbacks.resume();
    assertClosedForGood(a);
  }

  @Test
  void whileResigning() {
    Contender a = arena.leader("a");
    a.callbacks.pause();
    CompletionStage<Void> resigned = a.election.resign(Duration.ofSeconds(30));
    arena.pass(Duration.ofSeconds(1));

    CompletionStage<Void> closed = a.election.closeAsync(Duration.ofSeconds(30));
    arena.pass(Duration.ofSeconds(1));
    assertThat(arena.queue()).hasSize(1);
    a.callbacks.resume();

    arena.settled(closed);
    assertThat(resigned.toCompletableFuture()).isCompleted();
    assertClosedForGood(a);
  }

  @Test
  void whileALostTermStops() {
    Contender a = arena.leader("a");
    a.callbacks.pause();
    arena.server.delete(arena.queue().get(0).key());
    arena.until(a::failed);

    CompletionStage<Void> closed = a.election.closeAsync();
    a.callbacks.resume();

    arena.settled(closed);
    assertClosedForGood(a);
  }

  @Test
  void whileTheLeaseIsGivenBack() {
    Contender a = arena.leader("a");
    a.store.hold(Call.REVOKE);
    CompletionStage<Void> resigned = a.election.resign();
    arena.until(() -> a.store.count(Call.REVOKE) == 1);

    CompletionStage<Void> closed = a.election.closeAsync();
    a.store.release(Call.REVOKE);

    arena.settled(closed);
    assertThat(resigned.toCompletableFuture()).isCompleted();
    assertClosedForGood(a);
  }

  @Test
  void withACampaignQueuedBehindTheOldOne() {
    Contender a = arena.leader("a");
    a.store.hold(Call.REVOKE);
    a.election.resign();
    arena.until(() -> a.store.count(Call.REVOKE) == 1);
    CompletionStage<Leadership> queued = a.election.campaign("a2");

    CompletionStage<Void> closed = a.election.closeAsync();
    a.store.release(Call.REVOKE);

    arena.settled(closed);
    assertThat(queued.toCompletableFuture()).isCompletedExceptionally();
    assertClosedForGood(a);
  }

  @Test
  void whileStandingBetweenTwoTries() {
    Contender a = arena.contender("a");
    a.store.fail(Call.GRANT, StoreException.Kind.UNAVAILABLE);
    a.election.stand(() -> "a");
    arena.pass(Duration.ofSeconds(10));

    arena.settled(a.election.closeAsync());

    a.store.heal(Call.GRANT);
    assertClosedForGood(a);
  }

  @Test
  void withoutAStoreItStillEnds() {
    Contender a = arena.leader("a");
    a.client.network().cut = true;

    assertCloses(a);
  }

  @Test
  void theObserverOnly() {
    Contender a = arena.contender("a");
    a.election.observe(seen -> {});
    arena.pass(Duration.ofSeconds(1));

    assertCloses(a);
  }

  @Test
  void twiceIsOnce() {
    Contender a = arena.leader("a");

    CompletionStage<Void> first = a.election.closeAsync();
    CompletionStage<Void> second = a.election.closeAsync();

    arena.settled(first);
    arena.settled(second);
    assertClosedForGood(a);
  }

  @Test
  void allElectionsOfAProcessTogether() {
    Contender a = arena.leader("a");
    Election other = a.elections.open(new ElectionName("/arena/other"));
    other.campaign("a");
    arena.until(() -> arena.server.leases().size() == 2);

    arena.settled(a.elections.closeAsync());

    assertThat(arena.server.entries("/")).isEmpty();
    assertClosedForGood(a);
  }

  private void assertCloses(Contender contender) {
    assertThat(arena.settled(contender.election.closeAsync())).isCompleted();
    contender.client.network().cut = false;
    arena.pass(Arena.TTL);
    assertClosedForGood(contender);
  }

  private void assertClosedForGood(Contender contender) {
    arena.assertNothingLeft();
    int calls = calls(contender);
    arena.pass(Duration.ofMinutes(5));
    assertThat(calls(contender)).as("calls after the end").isEqualTo(calls);
    arena.assertNothingLeft();
  }

  private static int calls(Contender contender) {
    int sum = 0;
    for (Call call : Call.values()) {
      sum += contender.store.count(call);
    }
    return sum;
  }
}
