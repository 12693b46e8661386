package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.loop.Subscription;
import dev.tenure.store.Bytes;
import dev.tenure.store.LeaseId;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What those hear who look at an election. */
class ObserveTest {

  private final Arena arena = new Arena();
  private final Contender observer = arena.contender("observer");
  private final List<String> seen = new ArrayList<>();

  @Test
  void thatNobodyLeadsIsSaid() {
    observe();

    assertThat(seen).containsExactly("none");
    assertThat(observer.store.count(Call.GRANT)).as("an observer needs no session").isZero();
  }

  @Test
  void thePresentLeaderComesFirst() {
    arena.leader("a");

    observe();

    assertThat(seen).containsExactly("a");
  }

  @Test
  void everyChangeAndEveryProclamationComesInOrder() {
    observe();
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    arena.settled(a.election.proclaim("a busy"));
    arena.settled(a.election.proclaim("a busy"));
    arena.settled(a.election.resign());
    arena.until(b::leads);
    arena.settled(b.election.resign());
    arena.pass(Duration.ofSeconds(1));

    assertThat(seen).containsExactly("none", "a", "a busy", "a busy", "b", "none");
  }

  @Test
  void termsAndKeysAreThoseOfTheLeader() {
    List<Observation> observations = new ArrayList<>();
    observer.election.observe(observations::add);
    Contender a = arena.leader("a");
    arena.pass(Duration.ofSeconds(1));

    Leadership leadership = a.leadership().orElseThrow();
    assertThat(observations)
        .containsExactly(
            new Observation.NoLeader(),
            new Observation.Leader(leadership.key(), leadership.term(), Bytes.utf8("a")));
    assertThat(arena.settled(observer.election.leader())).isCompletedWithValue(observations.get(1));
  }

  @Test
  void theLeaderIsAskedForWithoutASession() {
    assertThat(arena.settled(observer.election.leader()))
        .isCompletedWithValue(new Observation.NoLeader());
    assertThat(observer.store.count(Call.GRANT)).isZero();
    assertThat(observer.store.count(Call.WATCH)).isZero();
  }

  @Test
  void aReconnectionRepeatsNothingAndLosesNothing() {
    observe();
    Contender a = arena.leader("a");
    for (int i = 1; i <= 10; i++) {
      observer.client.breakWatches();
      arena.settled(a.election.proclaim("word " + i));
      arena.pass(Duration.ofMillis(i % 2 == 0 ? 700 : 0));
    }
    arena.pass(Duration.ofSeconds(15));

    assertThat(seen)
        .containsExactly(
            "none", "a", "word 1", "word 2", "word 3", "word 4", "word 5", "word 6", "word 7",
            "word 8", "word 9", "word 10");
  }

  @Test
  void anOutageRepeatsNothing() {
    arena.leader("a");
    observe();

    observer.client.network().cut = true;
    observer.client.breakWatches();
    arena.pass(Duration.ofMinutes(2));
    observer.client.network().cut = false;
    arena.pass(Duration.ofSeconds(15));

    assertThat(seen).containsExactly("a");
  }

  @Test
  void neighboursAreNotHeard() {
    observe();

    arena.server.put(Arena.NAME + "s/1", "a longer name");
    arena.server.put("/arena/electio/1", "a shorter name");
    arena.server.put(Arena.NAME.value(), "the name itself");
    arena.pass(Duration.ofSeconds(15));

    assertThat(seen).containsExactly("none");
  }

  @Test
  void aListenerThatFailsHearsTheNextOneAndHarmsNobody() {
    AtomicInteger calls = new AtomicInteger();
    observer.election.observe(
        observation -> {
          calls.incrementAndGet();
          throw new IllegalStateException("listener");
        });
    observe();
    Contender a = arena.leader("a");
    arena.settled(a.election.proclaim("a busy"));
    arena.pass(Duration.ofSeconds(1));

    assertThat(seen).containsExactly("none", "a", "a busy");
    assertThat(calls).hasValue(3);
  }

  @Test
  void aListenerThatDoesNotComeBackHarmsNeitherRenewalsNorOrder() {
    Contender a = arena.leader("a");
    a.election.observe(o -> seen.add(text(o)));
    a.callbacks.pause();

    a.election.proclaim("1");
    arena.pass(Duration.ofSeconds(30));
    a.election.proclaim("2");
    arena.pass(Duration.ofSeconds(30));
    assertThat(seen).isEmpty();
    assertThat(a.leadership().orElseThrow().held()).isTrue();

    a.callbacks.resume();
    arena.pass(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("a", "1", "2");
  }

  @Test
  void aClosedSubscriptionHearsNothingMore() {
    Subscription subscription = observe();
    Contender a = arena.leader("a");

    subscription.close();
    arena.settled(a.election.proclaim("unheard"));
    arena.pass(Duration.ofSeconds(15));

    assertThat(seen).containsExactly("none", "a");
  }

  @Test
  void whatIsUnderWayWhenASubscriptionClosesIsNotDelivered() {
    Subscription subscription = observe();
    observer.callbacks.pause();
    arena.leader("a");

    subscription.close();
    observer.callbacks.resume();
    arena.pass(Duration.ofSeconds(1));

    assertThat(seen).containsExactly("none");
  }

  @Test
  void aLateFollowerHearsThePresentFirst() {
    observe();
    Contender a = arena.leader("a");
    arena.settled(a.election.proclaim("a busy"));
    arena.pass(Duration.ofSeconds(1));
    List<String> late = new ArrayList<>();

    observer.election.observe(o -> late.add(text(o)));
    arena.pass(Duration.ofSeconds(1));

    assertThat(late).containsExactly("a busy");
  }

  @Test
  void valuesOfForeignCandidatesAreAnyBytes() {
    observe();

    arena.server.put(Arena.NAME.key(new LeaseId(0xff)), "\uFFFD\u0000");
    arena.pass(Duration.ofSeconds(1));

    assertThat(seen).containsExactly("none", "\uFFFD\u0000");
  }

  @Test
  void compactionIsNotAnError() {
    observe();
    Contender a = arena.leader("a");
    observer.client.network().cut = true;
    observer.client.breakWatches();
    arena.settled(a.election.proclaim("unseen"));
    arena.settled(a.election.proclaim("seen"));
    arena.server.compact();
    observer.client.network().cut = false;
    arena.pass(Duration.ofSeconds(5));

    arena.settled(a.election.proclaim("later"));
    arena.pass(Duration.ofSeconds(1));

    assertThat(seen).containsExactly("none", "a", "seen", "later");
  }

  @Test
  void anObserverThatWasDeniedHearsAgainOnceItMay() {
    observer.store.fail(Call.LIST, StoreException.Kind.DENIED);
    observe();
    arena.leader("a");
    assertThat(seen).isEmpty();

    observer.store.heal(Call.LIST);
    arena.pass(Duration.ofSeconds(5));

    assertThat(seen).containsExactly("a");
  }

  private Subscription observe() {
    Subscription subscription = observer.election.observe(o -> seen.add(text(o)));
    arena.pass(Duration.ofMillis(100));
    return subscription;
  }

  private static String text(Observation observation) {
    return observation instanceof Observation.Leader leader ? leader.value().utf8() : "none";
  }
}
