package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchListener;
import dev.tenure.testing.ManualTime;
import dev.tenure.testing.NoStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is said of drained nodes while the store cannot be read. */
final class DrainMarksTest {

  private static final KeyLayout LAYOUT = new KeyLayout("/t");

  private final ManualTime time = new ManualTime();
  private final Deque<CompletableFuture<Listing>> answers = new ArrayDeque<>();
  private final List<Set<String>> told = new ArrayList<>();
  private final DrainMarks marks =
      new DrainMarks(
          store(), LAYOUT, time.loop("marks"), new Random(1), drained -> told.add(names(drained)));

  @Test
  void nothingIsSaidBeforeTheStoreHasAnswered() {
    answer(failed(StoreException.Kind.UNAVAILABLE), drained("a"));
    assertThat(told).containsExactly(Set.of("a"));
  }

  @Test
  void whoMayNotReadTakesNobodyForDrainedAlsoWhenEtcdWasAwayFirst() {
    answer(failed(StoreException.Kind.UNAVAILABLE), failed(StoreException.Kind.DENIED));
    assertThat(told).containsExactly(Set.of());
  }

  @Test
  void whatIsKnownStandsWhileItCannotBeReadAgain() {
    answer(drained("a"), failed(StoreException.Kind.DENIED));
    time.pass(Duration.ofSeconds(30));
    assertThat(told).containsExactly(Set.of("a"));
  }

  private void answer(CompletableFuture<Listing> first, CompletableFuture<Listing> second) {
    answers.addAll(List.of(first, second));
    marks.start();
    time.pass(Duration.ofSeconds(10));
  }

  private static CompletableFuture<Listing> failed(StoreException.Kind kind) {
    return CompletableFuture.failedFuture(new StoreException(kind, "made to fail", null));
  }

  private static CompletableFuture<Listing> drained(String node) {
    return CompletableFuture.completedFuture(
        new Listing(
            7,
            List.of(
                new Entry(
                    LAYOUT.drained(new NodeName(node)), Bytes.utf8("{}"), 7, 7, LeaseId.NONE))));
  }

  private static Set<String> names(Map<String, Drain> drained) {
    return Set.copyOf(drained.keySet());
  }

  /** Reads what is to be answered, in order, and then nothing more; its watches are silent. */
  private Store store() {
    return new NoStore() {
      @Override
      public CompletionStage<Listing> list(String prefix) {
        return answers.isEmpty() ? new CompletableFuture<>() : answers.remove();
      }

      @Override
      public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        return () -> {};
      }
    };
  }
}
