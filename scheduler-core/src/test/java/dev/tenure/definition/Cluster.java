package dev.tenure.definition;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Nodes with definitions on one fake store, in manual time. */
final class Cluster {

  static final GroupName GROUP = new GroupName("g");
  static final KeyLayout LAYOUT = new KeyLayout("/t");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** One of them. */
  static final class Node {
    final FakeStoreClient client;
    final Definitions definitions;
    final ManualTime.Loop loop;

    Node(FakeStoreClient client, Definitions definitions, ManualTime.Loop loop) {
      this.client = client;
      this.definitions = definitions;
      this.loop = loop;
    }

    DefinitionView view() {
      return definitions.view();
    }
  }

  final ManualTime time = new ManualTime();
  final FakeStore store = new FakeStore(time);
  private final Random random;

  Cluster(long seed) {
    random = new Random(seed);
  }

  /** A node that does not follow yet. */
  Node node(String name) {
    FakeStoreClient client = store.client(new Random(random.nextLong()));
    ManualTime.Loop loop = time.loop(name);
    Definitions definitions =
        new Definitions(
            client,
            new DefinitionScope(LAYOUT, GROUP, new NodeName(name)),
            loop,
            time.wallClock(),
            new Random(random.nextLong()));
    return new Node(client, definitions, loop);
  }

  /** A node that has read everything. */
  Node following(String name) {
    Node node = node(name);
    await(node.definitions.follow());
    return node;
  }

  <T> T await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!time.passUntil(LIMIT, future::isDone)) {
      throw new AssertionError("no answer in " + LIMIT);
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Lets news travel. */
  void settle() {
    time.pass(Duration.ofMillis(100));
  }

  Leadership lead(String candidate) {
    String key = LAYOUT.election(GROUP) + "/" + candidate;
    store.put(key, "x");
    return LeadershipFixture.held(key, store.revision(), time.clock());
  }
}
