package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Commit;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When leaderships are handed over, and that they are read from the candidates' keys. */
final class LeaderSpreadTest {

  private static final KeyLayout LAYOUT = new KeyLayout("/t");
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeStoreClient store = server.client(new SplittableRandom(1));
  private final List<String> left = new ArrayList<>();
  private CompletableFuture<Void> leaving = CompletableFuture.completedFuture(null);

  private LeaderSpread spread(String node) {
    LeaderSpread spread =
        new LeaderSpread(
            new NodeName(node),
            LAYOUT,
            store,
            time.loop(node),
            INTERVAL,
            new SplittableRandom(7),
            group -> {
              left.add(group.value());
              return leaving;
            });
    spread.start();
    return spread;
  }

  private void candidate(String group, String key, String value) {
    String name = LAYOUT.election(new GroupName(group)) + "/" + key;
    store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(name, value))));
    time.pass(Duration.ofSeconds(1));
  }

  private void node(String group, String node) {
    candidate(group, node, Proclamation.candidate(node, "", 1, "", Optional.empty()).toJson());
  }

  @Test
  void handOversKeepTheirDistance() {
    for (String group : List.of("e", "f", "g", "h")) {
      node(group, "a");
      node(group, "b");
    }
    spread("a");

    // Nobody takes what is handed over here, so there is always a reason for one more.
    time.pass(INTERVAL.multipliedBy(10));
    assertThat(left).hasSizeBetween(5, 10);
  }

  @Test
  void theNextOneWaitsForTheEndOfTheOneBefore() {
    leaving = new CompletableFuture<>();
    for (String group : List.of("e", "f", "g", "h")) {
      node(group, "a");
      node(group, "b");
    }
    spread("a");

    time.pass(LONG);
    assertThat(left).hasSize(1);
    leaving.complete(null);
    assertThat(time.passUntil(LONG, () -> left.size() == 2)).isTrue();
  }

  @Test
  void aStrangerInTheQueueIsNeverHandedAnything() {
    for (String group : List.of("e", "f")) {
      node(group, "a");
      candidate(group, "x", "a stranger");
      node(group, "b");
    }
    spread("a");
    time.pass(LONG);
    assertThat(left).isEmpty();
  }

  @Test
  void anOutageIsWaitedFor() {
    for (String group : List.of("e", "f")) {
      node(group, "a");
      node(group, "b");
    }
    server.down();
    spread("a");
    time.pass(LONG);
    assertThat(left).isEmpty();
    server.up();
    assertThat(time.passUntil(LONG, () -> !left.isEmpty())).isTrue();
  }

  @Test
  void nothingIsHandedOverOnceClosed() {
    for (String group : List.of("e", "f")) {
      node(group, "a");
      node(group, "b");
    }
    spread("a").close();
    time.pass(LONG);
    assertThat(left).isEmpty();
  }
}
