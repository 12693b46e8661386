package dev.tenure.ledger;

import dev.tenure.election.ElectionOptions;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Entry;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.FakeStoreClient.Network;
import dev.tenure.testing.ManualTime;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Elections and ledgers of three to five nodes under the faults of one seed, and what must hold in
 * it: no slot is claimed twice, none is left out, no run stays open, none is lost whose end was
 * acknowledged, each request is fulfilled once, and every node comes to know the same.
 */
final class LedgerSimulation {

  private static final Duration TTL = Duration.ofSeconds(5);
  private static final Duration TROUBLE = Duration.ofSeconds(30);
  private static final Duration PEACE = Duration.ofSeconds(90);
  private static final String ELECTION = SimulatedLeader.LAYOUT.election(SimulatedLeader.GROUP);

  private final long seed;
  private final SplittableRandom random;
  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final LedgerScope scope =
      new LedgerScope(SimulatedLeader.LAYOUT, SimulatedLeader.GROUP, new NodeName("reader"));
  private final Map<JobName, Long> periods = new TreeMap<>();
  private final SimulatedTruth truth;
  private final List<SimulatedLeader> nodes = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Set<String> requests = new HashSet<>();
  private final ElectionOptions options =
      new ElectionOptions(
          TTL,
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)),
          Duration.ofSeconds(10));
  private int made;

  LedgerSimulation(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    for (String job : List.of("plain", "rerun", "retry", "retry-and-rerun")) {
      periods.put(new JobName(job), 1000L + 500L * random.nextInt(4));
    }
    truth = new SimulatedTruth(scope, server, ELECTION, periods, seed % 2 == 0 ? 1_000_000 : 20);
  }

  SimulatedTruth truth() {
    return truth;
  }

  List<String> breaches() {
    return truth.breaches().stream()
        .map(breach -> breach + " (seed " + seed + ", after " + faults + ")")
        .toList();
  }

  void run() {
    int count = 3 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      addNode();
    }
    long end = time.clock().nanos() + TROUBLE.toNanos();
    while (time.clock().nanos() < end && truth.breaches().isEmpty()) {
      time.pass(Duration.ofMillis(200 + random.nextInt(2200)));
      fault();
      if (random.nextInt(3) == 0) {
        ask();
      }
    }
    heal();
    Instant last = time.wallClock().instant().plusSeconds(5);
    nodes.forEach(node -> node.finishBy(last));
    if (truth.breaches().isEmpty() && !time.passUntil(PEACE, () -> settled(last))) {
      truth.breach(
          "not settled: open "
              + truth.open()
              + ", completions "
              + completions()
              + ", requests "
              + missing()
              + leaders());
    }
    time.pass(Duration.ofSeconds(12));
    everybodyKnowsTheSame();
  }

  private void addNode() {
    nodes.add(
        new SimulatedLeader(
            "node-" + ++made, time, server, options, truth, periods, random.split()));
  }

  private void ask() {
    String id = "r" + requests.size();
    requests.add(id);
    server.put(scope.layout().request(scope.group(), id), "run");
  }

  private void fault() {
    SimulatedLeader node = nodes.get(random.nextInt(nodes.size()));
    Duration span = Duration.ofMillis(100 + random.nextInt((int) TTL.toMillis() * 2));
    Network network = node.store.network();
    switch (random.nextInt(18)) {
      case 0, 1 -> during("pause " + node.name, span, node::pause, node::resume);
      case 2, 3 ->
          during("cut " + node.name, span, () -> network.cut = true, () -> network.cut = false);
      case 4, 5, 6 -> during("lossy " + node.name, span, () -> lossy(network), () -> calm(network));
      case 7 -> during("store down", span.dividedBy(2), server::down, server::up);
      case 8 -> node.store.breakWatches();
      case 9 -> {
        faults.add("compacted");
        server.compact();
        node.store.breakWatches();
      }
      case 10 -> {
        faults.add("crash of " + node.name);
        node.crash();
        nodes.remove(node);
        addNode();
      }
      case 11 -> {
        faults.add("resignation of " + node.name);
        node.resign();
        later(span, () -> node.election.stand(() -> node.name));
      }
      case 12 ->
          during(
              "silent watches of " + node.name,
              span,
              () -> network.silentWatches = true,
              () -> network.silentWatches = false);
      case 13, 14, 15 -> handOver(span);
      case 16 -> takeAway();
      default -> evict();
    }
  }

  /** The leader resigns in good order, with runs in progress. */
  private void handOver(Duration span) {
    nodes.stream()
        .filter(SimulatedLeader::leads)
        .findFirst()
        .ifPresent(
            leader -> {
              faults.add("hand-over by " + leader.name);
              leader.resign();
              later(span, () -> leader.election.stand(() -> leader.name));
            });
  }

  /** An operator deletes the right to finish runs of a term, or a node's presence and its lease. */
  private void takeAway() {
    List<String> keys = new ArrayList<>();
    server.entries(scope.layout().completions(scope.group())).stream()
        .map(Entry::key)
        .filter(key -> scope.termOfRight(key).isPresent())
        .forEach(keys::add);
    server.entries(scope.layout().nodes()).stream().limit(1).map(Entry::key).forEach(keys::add);
    if (!keys.isEmpty()) {
      String key = keys.get(random.nextInt(keys.size()));
      faults.add("deletion of " + key);
      server.delete(key);
    }
  }

  /** An operator deletes the leader's key. */
  private void evict() {
    List<Entry> queue = server.entries(ELECTION + "/");
    if (!queue.isEmpty()) {
      faults.add("eviction of " + queue.get(0).key());
      server.delete(queue.get(0).key());
    }
  }

  private void lossy(Network network) {
    network.lostRequests = 0.2;
    network.lostAnswers = 0.3;
    network.slowest = Duration.ofSeconds(1 + random.nextInt(6));
  }

  private static void calm(Network network) {
    network.lostRequests = 0;
    network.lostAnswers = 0;
    network.slowest = Duration.ofMillis(5);
  }

  private void during(String what, Duration span, Runnable begin, Runnable end) {
    faults.add(what + " for " + span.toMillis() + " ms");
    begin.run();
    later(span, end);
  }

  private void later(Duration span, Runnable action) {
    time.loop("fault").schedule(span, action);
  }

  private void heal() {
    time.pass(TTL.multipliedBy(2));
    server.up();
    nodes.forEach(
        node -> {
          node.resume();
          Network network = node.store.network();
          network.cut = false;
          network.silentWatches = false;
          calm(network);
          node.election.stand(() -> node.name);
        });
  }

  private boolean settled(Instant last) {
    return !time.wallClock().instant().isBefore(last.plusSeconds(1))
        && truth.open().isEmpty()
        && missing().isEmpty()
        && completions().isEmpty()
        && truth.states().values().stream().allMatch(state -> state.pending().isEmpty())
        && periods.entrySet().stream()
            .allMatch(
                job ->
                    truth.accounted(job.getKey())
                        >= last.toEpochMilli() / job.getValue() * job.getValue());
  }

  private List<String> completions() {
    return server.entries(scope.layout().completions(scope.group())).stream()
        .map(Entry::key)
        .toList();
  }

  private Set<String> missing() {
    Set<String> missing = new HashSet<>(requests);
    missing.removeAll(truth.fulfilled());
    return missing;
  }

  private String leaders() {
    return ", leading: "
        + nodes.stream().filter(SimulatedLeader::leads).map(node -> node.name).toList()
        + ", pending: "
        + truth.states().values().stream().flatMap(state -> state.pending().stream()).toList();
  }

  /** Who followed, who comes now, and whoever reads every entry from the first on. */
  private void everybodyKnowsTheSame() {
    if (!truth.breaches().isEmpty()) {
      return;
    }
    FakeStoreClient client = server.client(random.split());
    RunLedger newcomer =
        new RunLedger(client, scope, time.loop("reader"), time.wallClock(), random.split());
    newcomer.follow();
    time.pass(Duration.ofSeconds(1));
    same("a newcomer", newcomer.states());
    nodes.forEach(node -> same(node.name, node.ledger.states()));
    if (server.entries(scope.journal()).size() != 1) {
      truth.breach("not folded: " + server.entries(scope.journal()));
    }
    long revision = server.revision();
    time.pass(Duration.ofSeconds(40));
    if (server.entries(scope.journal()).get(0).modRevision() > revision) {
      truth.breach("an idle ledger was written");
    }
    truth.states().keySet().forEach(job -> pastIsWhole(newcomer, job));
  }

  private void same(String who, Map<JobName, JobState> known) {
    if (!truth.states().equals(known)) {
      truth.breach(who + " knows " + known + "\nbut true is " + truth.states());
    }
  }

  /** Every run that ended is at hand or in a chunk. */
  private void pastIsWhole(RunLedger reader, JobName job) {
    Set<Object> runs = new HashSet<>();
    long slots = 0;
    long before = Long.MAX_VALUE;
    while (before > 0) {
      var asked = reader.history(job, before, 10).toCompletableFuture();
      time.passUntil(Duration.ofSeconds(10), asked::isDone);
      HistoryPage page = asked.join();
      page.runs().forEach(run -> runs.add(run.id()));
      slots += page.skipped().stream().mapToLong(SkippedRange::count).sum();
      before = page.next().orElse(0);
    }
    JobState state = truth.states().get(job);
    long wanted = Math.min(truth.kept(), state.finished());
    if (runs.size() < wanted || runs.size() > wanted + 100) {
      truth.breach(job + " has " + runs.size() + " runs in its past, not " + wanted);
    }
    long firsts = state.cursors().values().stream().mapToLong(Cursor::fired).sum();
    Long period = periods.get(job);
    if (period != null && wanted == state.finished()) {
      long grid = truth.accounted(job) / period - truth.first(job) / period + 1;
      if (firsts + slots != grid) {
        truth.breach(job + ": " + firsts + " run and " + slots + " skipped of " + grid);
      }
      Cursor cursor = state.cursors().get(TriggerName.of(job));
      if (cursor == null || cursor.slot().toEpochMilli() != truth.accounted(job)) {
        truth.breach(job + ": the cursor is " + cursor);
      }
    }
  }
}
