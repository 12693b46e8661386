package dev.tenure.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.testing.ManualTime;
import dev.tenure.testing.NoStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard while one watch takes over from another. */
final class TailTest {

  private final ManualTime time = new ManualTime();
  private final ManualTime.Loop loop = time.loop("tail");
  private final Watches store = new Watches();
  private final Heard heard = new Heard();
  private final Tail tail = new Tail(store, "/t/", loop, new Random(1), Tail.Again.WATCH, heard);

  @BeforeEach
  void follow() {
    onLoop(tail::list);
    assertThat(store.open()).containsExactly(0);
  }

  @Test
  void theOldWatchIsHeardUntilTheNewOneHasSpoken() {
    onLoop(tail::renew);
    assertThat(store.open()).containsExactly(0, 1);
    tell(0, written("a", 11));
    assertThat(heard.events).containsExactly("a@11");
    tell(1, written("a", 11), written("b", 12));
    assertThat(heard.events).endsWith("b@12");
    assertThat(store.open()).containsExactly(1);
    tell(0, written("c", 13));
    assertThat(heard.events).endsWith("b@12");
  }

  @Test
  void whatTheOldWatchHasToldIsNotToldAgainByTheNewOne() {
    onLoop(tail::renew);
    tell(0, written("a", 11), new WatchEvent.Deleted("b", 12), written("c", 13));
    heard.events.clear();
    // The last revision once more, as part of it may have been missing.
    tell(1, written("a", 11), new WatchEvent.Deleted("b", 12), written("c", 13), written("d", 14));
    assertThat(heard.events).containsExactly("c@13", "d@14");
    assertThat(tail.seen()).isEqualTo(14);
  }

  @Test
  void aNewWatchMakesUpForASilentOldOne() {
    onLoop(tail::renew);
    tell(1, written("a", 11), written("b", 12));
    assertThat(heard.events).containsExactly("a@11", "b@12");
    assertThat(store.from.get(1)).isEqualTo(10);
  }

  @Test
  void atMostTwoAreOpen() {
    onLoop(tail::renew);
    onLoop(tail::renew);
    onLoop(tail::renew);
    assertThat(store.open()).containsExactly(2, 3);
    onLoop(tail::close);
    assertThat(store.open()).isEmpty();
  }

  @Test
  void anOldWatchThatBreaksIsNotMissed() {
    onLoop(tail::renew);
    store.listeners.get(0).onBroken(broken(StoreException.Kind.UNAVAILABLE));
    time.pass(Duration.ofSeconds(10));
    assertThat(store.open()).containsExactly(1);
    tell(1, written("a", 11));
    assertThat(heard.events).containsExactly("a@11");
  }

  @Test
  void aNewWatchThatBreaksIsTakenUpAgain() {
    onLoop(tail::renew);
    tell(0, written("a", 11));
    store.listeners.get(1).onBroken(broken(StoreException.Kind.UNAVAILABLE));
    time.pass(Duration.ofSeconds(10));
    assertThat(store.open()).containsExactly(2);
    assertThat(store.from.get(2)).isEqualTo(11);
  }

  @Test
  void aNewWatchWhosePlaceIsCompactedAwayLeadsToReadingAll() {
    onLoop(tail::renew);
    store.listeners.get(1).onBroken(broken(StoreException.Kind.COMPACTED));
    time.pass(Duration.ofSeconds(10));
    assertThat(heard.listings).isEqualTo(2);
    assertThat(store.open()).containsExactly(2);
  }

  @Test
  void whatTheStoreSaysItHasToldIsNotAskedForAgain() {
    store.listeners.get(0).onProgress(500_000);
    time.pass(Duration.ofMillis(1));
    store.listeners.get(0).onBroken(broken(StoreException.Kind.UNAVAILABLE));
    time.pass(Duration.ofSeconds(10));
    assertThat(store.from).containsExactly(10L, 500_000L);
    tell(1, written("a", 500_000), written("b", 500_001));
    assertThat(heard.events).containsExactly("a@500000", "b@500001");
  }

  @Test
  void whatWasToldBeforeIsHandedOnFirst() {
    for (int i = 0; i < 5_000; i++) {
      store.listeners.get(0).onEvent(written("k" + i, 11 + i));
    }
    store.listeners.get(0).onProgress(500_000);
    time.pass(Duration.ofMillis(1));
    assertThat(heard.events).hasSize(5_000).endsWith("k4999@5010");
    assertThat(tail.seen()).isEqualTo(500_000);
  }

  private static StoreException broken(StoreException.Kind kind) {
    return new StoreException(kind, "made to break", null);
  }

  private static WatchEvent written(String key, long revision) {
    return new WatchEvent.Written(
        new Entry(key, Bytes.utf8("v"), revision, revision, LeaseId.NONE));
  }

  private void tell(int watch, WatchEvent... events) {
    for (WatchEvent event : events) {
      store.listeners.get(watch).onEvent(event);
    }
    time.pass(Duration.ofMillis(1));
  }

  private void onLoop(Runnable task) {
    loop.execute(task);
    time.pass(Duration.ofMillis(1));
  }

  private static final class Heard implements Tail.Sink {
    private final List<String> events = new ArrayList<>();
    private int listings;

    @Override
    public void written(Entry entry) {
      events.add(entry.key() + "@" + entry.modRevision());
    }

    @Override
    public void deleted(String key, long revision) {
      events.add("-" + key + "@" + revision);
    }

    @Override
    public void listed(Set<String> keys, long revision) {
      listings++;
    }

    @Override
    public void drained(long revision) {}
  }

  /** Nothing is in it, at revision 10; what its watches tell is up to the test. */
  private static final class Watches extends NoStore {
    private final List<WatchListener> listeners = new ArrayList<>();
    private final List<Long> from = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();

    List<Integer> open() {
      List<Integer> open = new ArrayList<>();
      for (int i = 0; i < listeners.size(); i++) {
        if (!closed.contains(i)) {
          open.add(i);
        }
      }
      return open;
    }

    @Override
    public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
      return CompletableFuture.completedFuture(new Listing(10, List.of()));
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
      int number = listeners.size();
      listeners.add(listener);
      from.add(fromRevision);
      return () -> closed.add(number);
    }
  }
}
