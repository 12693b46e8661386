package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Watches that break, go silent or ask for what was compacted away. */
class WatchLossTest {

  private final Arena arena = new Arena();

  @Test
  void aWaitingCandidateWhoseWatchIsSilentLeadsAfterTheReread() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    b.client.network().silentWatches = true;

    arena.settled(a.election.resign());
    arena.pass(Duration.ofSeconds(12));

    assertThat(b.leads()).isTrue();
  }

  @Test
  void aLeaderWhoseWatchIsSilentLearnsOfItsDeletedKeyFromTheReread() {
    Contender a = arena.leader("a");
    a.client.network().silentWatches = true;

    arena.server.delete(arena.queue().get(0).key());
    arena.pass(Duration.ofSeconds(12));

    assertThat(a.leads()).isFalse();
    assertThat(a.failed()).isTrue();
  }

  @Test
  void aSilentWatchIsReplacedByOneThatWorks() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    Contender c = arena.waiting("c");
    c.client.network().silentWatches = true;
    arena.settled(a.election.resign());
    arena.pass(Duration.ofSeconds(12));
    c.client.network().silentWatches = false;

    arena.settled(b.election.resign());
    arena.pass(Duration.ofSeconds(1));

    assertThat(c.leads()).isTrue();
  }

  @Test
  void aDeletionDuringTheGapBetweenTwoWatchesIsNotMissed() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    b.client.network().cut = true;
    b.client.breakWatches();
    arena.pass(Duration.ofMillis(20));

    arena.settled(a.election.resign());
    b.client.network().cut = false;
    arena.pass(Duration.ofSeconds(3));

    assertThat(b.leads()).isTrue();
  }

  @Test
  void compactionWhileWaitingIsNotAnError() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    compactBehind(a, b);
    assertThat(b.heard).containsExactly("FOLLOWER");

    arena.settled(a.election.resign());
    arena.pass(Duration.ofSeconds(1));

    assertThat(b.leads()).isTrue();
  }

  @Test
  void compactionPastALeadersRevisionIsNotAnError() {
    Contender a = arena.leader("a");
    compactBehind(a, a);

    arena.pass(Duration.ofSeconds(30));

    assertThat(a.leads()).isTrue();
    arena.server.delete(arena.queue().get(0).key());
    arena.pass(Duration.ofSeconds(1));
    assertThat(a.failed()).isTrue();
  }

  @Test
  void aDeletionThatWasCompactedAwayIsSeenAllTheSame() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    b.client.breakWatches();
    arena.settled(a.election.resign());
    arena.server.put("/unrelated", "1");
    arena.server.compact();

    arena.pass(Duration.ofSeconds(3));

    assertThat(b.leads()).isTrue();
  }

  @Test
  void aWatchThatCannotBeOpenedIsTriedWithGrowingWaits() {
    Contender a = arena.leader("a");
    a.store.fail(Call.WATCH, StoreException.Kind.UNAVAILABLE);
    int before = a.store.count(Call.WATCH);

    a.client.breakWatches();
    arena.pass(Duration.ofMinutes(1));

    assertThat(a.store.count(Call.WATCH) - before).isBetween(25, 70);
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aBreakAfterALongQuietTimeIsHealedAtOnce() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    compactBehind(a, b);
    for (int i = 0; i < 12; i++) {
      b.client.breakWatches();
      arena.pass(Duration.ofMinutes(1));
    }
    b.client.breakWatches();

    arena.settled(a.election.resign());
    arena.pass(Duration.ofMillis(300));

    assertThat(b.leads()).as("the waits start from the shortest again").isTrue();
  }

  @Test
  void aQuietQueueCostsOneReadPerRereadAndNoWrite() {
    ElectionOptions options =
        new ElectionOptions(
            Arena.TTL,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)),
            Duration.ofSeconds(10));
    arena.leader("a");
    Contender b = arena.contender("b", options);
    b.election.campaign("b");
    arena.pass(Duration.ofSeconds(5));
    int lists = b.store.count(Call.LIST);
    int commits = b.store.count(Call.COMMIT);
    int watches = b.store.count(Call.WATCH);

    arena.pass(Duration.ofMinutes(10));

    assertThat(b.store.count(Call.LIST) - lists).isBetween(58, 61);
    assertThat(b.store.count(Call.COMMIT)).isEqualTo(commits);
    assertThat(b.store.count(Call.WATCH)).isEqualTo(watches);
  }

  private void compactBehind(Contender speaker, Contender victim) {
    arena.settled(speaker.election.proclaim("1"));
    victim.client.breakWatches();
    arena.server.put("/unrelated", "1");
    arena.server.put("/unrelated", "2");
    arena.server.compact();
    arena.pass(Duration.ofSeconds(5));
  }
}
