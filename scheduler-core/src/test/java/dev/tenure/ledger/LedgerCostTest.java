package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Commit;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.ManualTime;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * What runs cost the store and the heap, in counts and not in time: a fixed load in manual time, on
 * one thread, folds included. The bounds are a quarter above what was counted when they were set;
 * whoever lowers a cost lowers its bound.
 */
final class LedgerCostTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final int JOBS = 50;
  private static final int ROUNDS = 100;
  private static final double THOUSANDS = JOBS * ROUNDS / 1000.0;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final RunLedger ledger =
      new RunLedger(
          server.client(new Random(7)),
          new LedgerScope(new KeyLayout("/t"), GROUP, new NodeName("node-1")),
          time.loop("ledger"),
          time.wallClock(),
          new Random(7));
  private long transactions;
  private long operations;
  private long bytes;
  private long allocated;

  @Test
  void batchesShareTransactions() {
    run(JOBS);

    assertThat(transactions / THOUSANDS).as("transactions per 1,000 runs").isBetween(1.0, 76.0);
    assertThat(operations / THOUSANDS).as("operations per 1,000 runs").isBetween(1.0, 101.0);
    assertThat(bytes / THOUSANDS / 1000).as("bytes per run").isBetween(1.0, 580.0);
  }

  /** The store is a fake and counts, too: what is bounded is that nobody makes twice as much. */
  @Test
  void runsMakeLittleGarbage() {
    run(JOBS);

    assertThat(allocated / THOUSANDS / 1000)
        .as("bytes of the heap per run")
        .isBetween(1000.0, 15_800.0);
  }

  @Test
  void aRunAloneTakesTwoTransactions() {
    run(1);

    assertThat(transactions / THOUSANDS).as("transactions per 1,000 runs").isBetween(1.0, 2500.0);
    assertThat(operations / THOUSANDS).as("operations per 1,000 runs").isBetween(1.0, 2650.0);
    assertThat(bytes / THOUSANDS / 1000).as("bytes per run").isBetween(1.0, 1340.0);
  }

  /** All runs, so many at a time, and the fold after them. */
  private void run(int atOnce) {
    server.put("/t/election/g/1", "leader");
    Leadership leadership =
        LeadershipFixture.held(
            "/t/election/g/1",
            server.entries("/t/election/").get(0).createRevision(),
            time.clock());
    get(ledger.takeOver(leadership));
    server.witness(this::count);
    long allocatedBefore = allocatedSoFar();
    for (int round = 0; round < ROUNDS; round++) {
      for (int from = 0; from < JOBS; from += atOnce) {
        batch(leadership, round, from, atOnce);
      }
      LeadershipFixture.extend(leadership, time.clock());
    }
    time.pass(Duration.ofSeconds(8));
    allocated = allocatedSoFar() - allocatedBefore;
    assertThat(ledger.states().values().stream().mapToLong(JobState::finished).sum())
        .isEqualTo((long) JOBS * ROUNDS);
  }

  private static long allocatedSoFar() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private void batch(Leadership leadership, int round, int from, int count) {
    List<Claim> claims = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      JobName job = new JobName("job-" + i);
      Instant slot = BEGIN.plusSeconds(round);
      claims.add(Claim.of(job, TriggerName.of(job), "files", slot, RunKind.SCHEDULED));
    }
    assertThat(get(ledger.claim(leadership, claims))).isInstanceOf(ClaimResult.Claimed.class);
    CompletableFuture<?>[] ends =
        claims.stream()
            .map(claim -> ledger.complete(leadership, success(claim.id(GROUP))))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new);
    get(CompletableFuture.allOf(ends));
  }

  private RunOutcome success(RunId run) {
    Instant now = time.wallClock().instant();
    return new RunOutcome(run, EndState.SUCCEEDED, now, now, Optional.empty(), Optional.empty());
  }

  private void count(Commit commit) {
    transactions++;
    operations += commit.writes().size();
    for (Commit.Write write : commit.writes()) {
      bytes += write.key().getBytes(StandardCharsets.UTF_8).length;
      bytes += write instanceof Commit.Put put ? put.value().size() : 0;
    }
  }

  private <T> T get(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    assertThat(time.passUntil(Duration.ofMinutes(1), future::isDone)).isTrue();
    return future.join();
  }
}
