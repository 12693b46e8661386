package dev.tenure.election;

import dev.tenure.store.Commit;
import dev.tenure.store.Entry;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient.Network;
import dev.tenure.testing.ManualTime;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One election of three to five nodes under the faults of one seed, and what must hold in it. */
final class ElectionSimulation {

  private static final Duration TTL = Duration.ofSeconds(5);
  private static final Duration TROUBLE = Duration.ofSeconds(90);
  private static final Duration PEACE = Duration.ofSeconds(60);

  private final long seed;
  private final SplittableRandom random;
  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeLifelines lifelines;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<SimulatedNode> everybody = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final ElectionOptions options;
  // Deleting a key or a lease under a leader ends its term before its belief; else beliefs are
  // exclusive.
  private final boolean operatorMeddles;
  private long lastFencedTerm;
  private int made;

  ElectionSimulation(long seed) {
    this(seed, Duration.ZERO);
  }

  ElectionSimulation(long seed, Duration leaseLie) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    lifelines = new FakeLifelines(time, new SplittableRandom(~seed));
    operatorMeddles = seed % 2 == 0;
    options =
        new ElectionOptions(
            TTL,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)),
            Duration.ofSeconds(10));
    server.shortenLeasesBy(leaseLie);
    server.witness(this::onCommit);
    time.afterEachTask(this::checkBeliefs);
  }

  List<String> breaches() {
    return breaches;
  }

  long leaderships() {
    return everybody.stream().mapToLong(node -> node.terms.size()).sum();
  }

  void run() {
    int count = 3 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      addNode();
    }
    long end = time.clock().nanos() + TROUBLE.toNanos();
    while (time.clock().nanos() < end) {
      time.pass(Duration.ofMillis(200 + random.nextInt(4000)));
      fault();
    }
    heal();
    if (!time.passUntil(PEACE, this::settled)) {
      breach("no stable leader after the faults ended");
    }
    closeAll();
    everybody.forEach(node -> breaches.addAll(node.breaches));
  }

  private void addNode() {
    SimulatedNode node =
        new SimulatedNode("node-" + ++made, time, server, options, lifelines, random.split());
    nodes.add(node);
    everybody.add(node);
  }

  private void fault() {
    SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    Duration span = Duration.ofMillis(100 + random.nextInt((int) TTL.toMillis() * 3));
    switch (random.nextInt(14)) {
      case 0, 1 -> during("pause " + node.name, span, node::pause, node::resume);
      case 2, 3 -> {
        Network network = node.store.network();
        during("cut " + node.name, span, () -> network.cut = true, () -> network.cut = false);
      }
      case 4 -> lossy(node, span);
      case 5 -> during("store down", span.dividedBy(2), server::down, server::up);
      case 6 -> node.store.breakWatches();
      case 7 -> {
        server.compact();
        node.store.breakWatches();
      }
      case 8 -> {
        faults.add("crash " + node.name);
        node.crash();
        lifelines.crash(node.name);
        nodes.remove(node);
        addNode();
      }
      case 9 -> {
        node.election.resign();
        later(span, () -> node.election.stand(() -> node.name));
      }
      case 10 -> time.jump(Duration.ofSeconds(random.nextInt(7200) - 3600));
      case 11, 12 -> cutLines(node, span);
      default -> meddle(node, span);
    }
  }

  private void lossy(SimulatedNode node, Duration span) {
    Network network = node.store.network();
    during(
        "lossy " + node.name,
        span,
        () -> {
          network.lostRequests = 0.2;
          network.lostAnswers = 0.3;
          network.slowest = Duration.ofSeconds(1 + random.nextInt(6));
        },
        () -> calm(network));
  }

  /** Lines of a process that lives; only a lie about it may lead to an eviction. */
  private void cutLines(SimulatedNode node, Duration span) {
    String name = node.name;
    if (random.nextBoolean()) {
      faults.add("reset lines of " + name);
      lifelines.reset(name);
    } else if (operatorMeddles) {
      during("lie about " + name, span, () -> lifelines.lieAbout(name), () -> heal(name));
    } else {
      during("swallow " + name, span, () -> lifelines.swallow(name), () -> heal(name));
    }
  }

  private void heal(String name) {
    lifelines.heal(name);
  }

  /** How many keys were deleted because their processes were taken for dead. */
  long evictions() {
    return everybody.stream().mapToLong(node -> node.election.evictions().count()).sum();
  }

  private void meddle(SimulatedNode node, Duration span) {
    if (!operatorMeddles) {
      Network network = node.store.network();
      during(
          "silent watches of " + node.name,
          span,
          () -> network.silentWatches = true,
          () -> network.silentWatches = false);
      return;
    }
    List<Entry> queue = server.entries(SimulatedNode.NAME.prefix());
    if (!queue.isEmpty()) {
      Entry victim = queue.get(random.nextInt(queue.size()));
      faults.add("meddle with " + victim.key());
      if (random.nextBoolean()) {
        server.delete(victim.key());
      } else {
        server.revoke(victim.lease());
      }
    }
  }

  private void during(String what, Duration span, Runnable begin, Runnable end) {
    faults.add(what + " for " + span.toMillis() + " ms");
    begin.run();
    later(span, end);
  }

  private void later(Duration span, Runnable action) {
    time.loop("fault").schedule(span, action);
  }

  private static void calm(Network network) {
    network.lostRequests = 0;
    network.lostAnswers = 0;
    network.slowest = Duration.ofMillis(5);
  }

  private void heal() {
    time.pass(TTL.multipliedBy(4));
    server.up();
    nodes.forEach(
        node -> {
          node.resume();
          node.store.network().cut = false;
          node.store.network().silentWatches = false;
          calm(node.store.network());
          node.election.stand(() -> node.name);
        });
  }

  /** Everybody alive is in the queue, and the first of them leads. */
  private boolean settled() {
    List<Entry> queue = server.entries(SimulatedNode.NAME.prefix());
    return queue.size() == nodes.size()
        && nodes.stream()
            .flatMap(node -> node.belief().stream())
            .map(Leadership::key)
            .toList()
            .equals(List.of(queue.get(0).key()));
  }

  private void closeAll() {
    List<CompletionStage<Void>> closing =
        nodes.stream().map(node -> node.election.closeAsync()).toList();
    time.pass(TTL.multipliedBy(3));
    if (!closing.stream().allMatch(stage -> stage.toCompletableFuture().isDone())) {
      breach("a candidacy did not close");
    }
    if (!server.entries(SimulatedNode.NAME.prefix()).isEmpty() || !server.leases().isEmpty()) {
      breach("left behind: " + server.entries(SimulatedNode.NAME.prefix()) + server.leases());
    }
  }

  private void onCommit(Commit commit) {
    boolean data = commit.writes().stream().anyMatch(w -> w.key().equals(SimulatedNode.DATA));
    if (!data) {
      return;
    }
    Commit.CreatedAt fence = (Commit.CreatedAt) commit.guards().get(0);
    if (fence.createRevision() < lastFencedTerm) {
      breach("term " + fence.createRevision() + " wrote after term " + lastFencedTerm);
    }
    lastFencedTerm = fence.createRevision();
    if (!server.entries(SimulatedNode.NAME.prefix()).get(0).key().equals(fence.key())) {
      breach(fence + " wrote without being first in line");
    }
  }

  private void checkBeliefs() {
    if (!operatorMeddles) {
      if (everybody.stream().anyMatch(node -> node.election.evictions().mistaken() > 0)) {
        breach("a process that lived was evicted although nobody lied about it");
      }
      List<String> believers =
          everybody.stream().filter(n -> n.belief().isPresent()).map(n -> n.name).toList();
      if (believers.size() > 1) {
        breach("two believe at once: " + believers);
      }
    }
  }

  private void breach(String what) {
    if (breaches.size() < 3) {
      breaches.add(
          what
              + " (seed "
              + seed
              + ", at "
              + time.wallClock().instant()
              + ", after "
              + faults
              + ")");
    }
  }
}
