package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.Retention;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * Runs a second through the ledger, claim and end, on an etcd of its own; and the memory of many
 * states. Not a test: {@code main(jobs, batches under way, claims in a batch, seconds)}.
 */
final class LedgerBench {

  private static final GroupName GROUP = new GroupName("bench");

  private final RunLedger ledger;
  private final Leadership leadership;
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Executor threads = Executors.newFixedThreadPool(2);

  private LedgerBench(RunLedger ledger, Leadership leadership) {
    this.ledger = ledger;
    this.leadership = leadership;
  }

  /** Prints the figures. */
  public static void main(String[] args) throws InterruptedException {
    int jobs = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    int underWay = args.length > 1 ? Integer.parseInt(args[1]) : 40;
    int batch = args.length > 2 ? Integer.parseInt(args[2]) : 50;
    int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 20;
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("ROOT"))
        .setLevel(ch.qos.logback.classic.Level.WARN);
    memory();
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()));
        ThreadEventLoop loop = new ThreadEventLoop("ledger-bench")) {
      RunLedger ledger =
          new RunLedger(
              store,
              new LedgerScope(new KeyLayout("/bench"), GROUP, new NodeName("node-1")),
              LedgerSettings.defaults()
                  .withRetention(job -> new Retention(100, Duration.ofDays(1))),
              loop,
              Clock.systemUTC(),
              new SplittableRandom());
      new LedgerBench(ledger, lead(store)).run(jobs, underWay, batch, seconds);
      System.out.println(get(ledger.sizes()));
    }
    System.exit(0);
  }

  private static Leadership lead(EtcdStore store) {
    String key = new KeyLayout("/bench").election(GROUP) + "/1";
    Commit commit = new Commit(List.of(), List.of(Commit.Put.unleased(key, "bench")));
    CommitResult.Committed put = (CommitResult.Committed) get(store.commit(commit));
    return LeadershipFixture.held(key, put.revision(), NanoClock.system());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void run(int jobs, int underWay, int batch, int seconds) throws InterruptedException {
    get(ledger.takeOver(leadership));
    long end = System.nanoTime() + Duration.ofSeconds(seconds + 5L).toNanos();
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    int perLane = jobs / underWay;
    for (int lane = 0; lane < underWay; lane++) {
      List<JobName> own = new ArrayList<>();
      for (int i = 0; i < Math.min(batch, perLane); i++) {
        own.add(new JobName("job-" + (lane * perLane + i)));
      }
      CompletableFuture<Void> done = new CompletableFuture<>();
      lanes.add(done);
      next(own, 1_700_000_000_000L, end, done);
    }
    TimeUnit.SECONDS.sleep(5);
    long before = ended.get();
    long from = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double rate = (ended.get() - before) * 1e9 / (System.nanoTime() - from);
    lanes.forEach(CompletableFuture::join);
    System.out.printf(
        "%d jobs, %d batches of %d under way: %.0f ledgered runs/s (claim and end), %d refused%n",
        jobs, underWay, batch, rate, failed.get());
  }

  private void next(List<JobName> jobs, long slot, long end, CompletableFuture<Void> done) {
    if (System.nanoTime() > end) {
      done.complete(null);
      return;
    }
    List<Claim> claims = new ArrayList<>();
    for (JobName job : jobs) {
      claims.add(
          Claim.of(
              job, TriggerName.of(job), "files", Instant.ofEpochMilli(slot), RunKind.SCHEDULED));
    }
    ledger
        .claim(leadership, claims)
        .whenCompleteAsync(
            (result, thrown) -> {
              if (result instanceof ClaimResult.Claimed claimed) {
                failed.addAndGet(claims.size() - claimed.runs().size());
                claimed.runs().forEach(run -> end(new RunOutcomeOf(run).success()));
                next(jobs, slot + 1000, end, done);
              } else {
                done.completeExceptionally(new IllegalStateException("claim: " + result, thrown));
              }
            },
            threads);
  }

  private void end(RunOutcome outcome) {
    ledger
        .complete(leadership, outcome)
        .thenAccept(
            result -> {
              if (result instanceof WriteResult.Written) {
                ended.incrementAndGet();
              }
            });
  }

  private record RunOutcomeOf(dev.tenure.model.RunId run) {
    RunOutcome success() {
      Instant now = Clock.systemUTC().instant();
      return new RunOutcome(run, EndState.SUCCEEDED, now, now, Optional.empty(), Optional.empty());
    }
  }

  /** What 100,000 states take that hold nine ended runs each, as many as ever wait there. */
  private static void memory() {
    long before = used();
    List<JobState> states = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      states.add(state(new JobName("job-" + i)));
    }
    System.out.printf(
        "100,000 states with 9 ended runs each: %d bytes a state%n",
        (used() - before) / states.size());
  }

  private static JobState state(JobName job) {
    TriggerName trigger = TriggerName.of(job);
    JobState state = JobState.NONE;
    for (int i = 0; i < 9; i++) {
      long slot = 1_700_000_000_000L + i;
      EntryFacts facts =
          new EntryFacts(GROUP, new Position(1, i), "node-1", Instant.ofEpochMilli(slot));
      JournalRecord.Claimed claimed =
          new JournalRecord.Claimed(
              job, trigger, "files", slot, RunKind.SCHEDULED, 1, false, java.util.Map.of());
      state = claimed.after(state, facts);
      RunOutcome end = new RunOutcomeOf(state.open().get(0).id()).success();
      state = new JournalRecord.Ended(end).after(state, facts).at(facts.position());
    }
    return state;
  }

  private static long used() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
