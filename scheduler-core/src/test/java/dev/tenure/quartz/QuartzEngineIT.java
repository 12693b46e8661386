package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.WhenStuck;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.job.RunContext;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.RunId;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.PersistJobDataAfterExecution;

/** The engine with real Quartz and real threads. */
final class QuartzEngineIT {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration TICK = Duration.ofMillis(100);

  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static final AtomicInteger calls = new AtomicInteger();

  private final EngineBench bench = new EngineBench();

  @BeforeEach
  void openLatch() {
    gate = new CountDownLatch(0);
    calls.set(0);
  }

  @AfterEach
  void closeAll() throws Exception {
    gate.countDown();
    bench.close();
  }

  /** Returns at once. */
  public static final class Quick implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      calls.incrementAndGet();
    }
  }

  /** Counts how often it was called before its slot. */
  public static final class Punctual implements Job {
    private static final AtomicInteger early = new AtomicInteger();

    @Override
    public void execute(JobExecutionContext context) {
      if (Instant.now().isBefore(context.getScheduledFireTime().toInstant())) {
        early.incrementAndGet();
      }
      calls.incrementAndGet();
    }
  }

  /** Waits for the latch, and minds interrupts of its thread. */
  public static final class Waiting implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new JobExecutionException("interrupted", e);
      }
    }
  }

  /** Waits for the latch and does not mind anything. */
  public static final class Deaf implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      boolean done = false;
      while (!done) {
        try {
          gate.await();
          done = true;
        } catch (InterruptedException e) {
          calls.incrementAndGet();
        }
      }
    }
  }

  /** Ends when its own method is called. */
  public static final class Willing implements InterruptableJob {
    private final CountDownLatch told = new CountDownLatch(1);

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        told.await();
      } catch (InterruptedException e) {
        calls.incrementAndGet();
        throw new JobExecutionException(e);
      }
    }

    @Override
    public void interrupt() {
      told.countDown();
    }
  }

  /** Cannot be built. */
  public static final class Unbuildable implements Job {
    public Unbuildable() {
      throw new IllegalStateException("no database");
    }

    @Override
    public void execute(JobExecutionContext context) {}
  }

  /** Throws an Error. */
  public static final class Erring implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      throw new StackOverflowError("deep");
    }
  }

  /** Counts in its data map. */
  @PersistJobDataAfterExecution
  @DisallowConcurrentExecution
  public static final class Counting implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      JobDataMap data = context.getJobDetail().getJobDataMap();
      long count = data.containsKey("count") ? data.getLong("count") : 0;
      data.put("count", count + 1);
      context.setResult(count + 1);
    }
  }

  /** Asks for a second attempt, then is content. */
  public static final class Refiring implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      if (RunContext.of(context).attempt() < 3) {
        throw new JobExecutionException("again", true);
      }
    }
  }

  /** Wants never to run again. */
  public static final class Unscheduling implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      JobExecutionException enough = new JobExecutionException("enough");
      enough.setUnscheduleAllTriggers(true);
      throw enough;
    }
  }

  private static StartResult.Started start(QuartzEngine engine, Leadership leadership) {
    StartResult result = engine.start(leadership);
    assertThat(result).isInstanceOf(StartResult.Started.class);
    return (StartResult.Started) result;
  }

  private void awaitOutcomes(int count) {
    await().atMost(LONG).until(() -> bench.outcomes.size() >= count);
  }

  @Test
  void noRunBeginsBeforeItsSlot() {
    Punctual.early.set(0);
    QuartzEngine engine = bench.engine(bench.job("p", Punctual.class, Duration.ofMillis(40)));
    start(engine, bench.store.elect());
    await().atMost(LONG).until(() -> calls.get() >= 50);
    assertThat(Punctual.early).hasValue(0);
  }

  @Test
  void slotsRunOnTheGridAndAreRecorded() {
    QuartzEngine engine = bench.engine(bench.job("quick", Quick.class, TICK));
    start(engine, bench.store.elect());
    awaitOutcomes(5);
    engine.standby(StandbyReason.RESIGN);
    assertThat(bench.outcomes).allMatch(end -> end.state() == EndState.SUCCEEDED);
    assertThat(bench.outcomes).allMatch(end -> end.run().slotMillis() % TICK.toMillis() == 0);
    assertThat(bench.outcomes.stream().map(RunOutcome::run)).doesNotHaveDuplicates();
    assertThat(bench.state("quick")).contains("SUCCEEDED").doesNotContain("STARTED");
    assertThat(engine.running().finished()).isEqualTo(bench.outcomes.size());
  }

  @Test
  void nothingStartsAfterStandbyEvenWithAFullPoolAndOverdueTriggers() throws Exception {
    gate = new CountDownLatch(1);
    EngineBench.FileJob[] jobs =
        IntStream.range(0, 6)
            .mapToObj(i -> bench.job("blocking-" + i, Deaf.class, TICK))
            .toArray(EngineBench.FileJob[]::new);
    QuartzEngine engine = bench.node(EngineBench.settings(2), jobs).engine();
    start(engine, bench.store.elect());
    await().atMost(LONG).until(() -> engine.running().count() == 2);
    StandbyReport report = engine.standby(StandbyReason.SESSION_LOST);
    assertThat(report.stillRunning()).hasSize(2);
    int before = bench.started.size();
    gate.countDown();
    await().atMost(LONG).until(() -> engine.running().count() == 0);
    TimeUnit.MILLISECONDS.sleep(1500);
    assertThat(bench.started).hasSize(before);
  }

  @Test
  void aClaimGrantedAfterTheGateWasShutStartsNothing() {
    QuartzEngine engine = bench.engine(bench.job("quick", Quick.class, TICK));
    Leadership leadership = bench.store.elect();
    start(engine, leadership);
    awaitOutcomes(1);
    bench.store.hold();
    await().atMost(LONG).until(() -> bench.store.heldCommits() > 0);
    engine.standby(StandbyReason.RESIGN);
    int before = bench.started.size();
    bench.store.release();
    await()
        .atMost(LONG)
        .until(
            () ->
                !bench.state("quick").contains("STARTED")
                    || bench.state("quick").contains("not started"));
    assertThat(bench.started).hasSize(before);
  }

  @Test
  void aDeposedLeaderStartsNothing() throws Exception {
    QuartzEngine engine = bench.engine(bench.job("quick", Quick.class, TICK));
    start(engine, bench.store.elect());
    awaitOutcomes(2);
    bench.store.depose();
    int atMost = calls.get() + 1;
    TimeUnit.MILLISECONDS.sleep(800);
    assertThat(calls.get()).isLessThanOrEqualTo(atMost);
    int settled = calls.get();
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(calls.get()).isEqualTo(settled);
  }

  @Test
  void whoeverListensHearsOnceThatTheFenceRefusedAClaim() {
    QuartzEngine engine =
        bench.engine(bench.job("quick", Quick.class, TICK), bench.job("other", Quick.class, TICK));
    Leadership leadership = bench.store.elect();
    start(engine, leadership);
    awaitOutcomes(2);
    assertThat(bench.fenced).isEmpty();
    bench.store.depose();
    await().atMost(LONG).until(() -> !bench.fenced.isEmpty());
    engine.standby(StandbyReason.SESSION_LOST);
    assertThat(bench.fenced).containsExactly(leadership);
    Leadership again = bench.store.elect();
    start(engine, again);
    bench.store.depose();
    await().atMost(LONG).until(() -> bench.fenced.size() > 1);
    assertThat(bench.fenced).containsExactly(leadership, again);
  }

  @Test
  void whoeverListensHearsThatTheFenceRefusedTheRecordOfAnEnd() {
    gate = new CountDownLatch(1);
    EngineBench.FileJob job =
        bench.job(
            "waiting",
            Waiting.class,
            new ScheduleSpec.At(
                List.of(Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS))),
            new CatchUp.Skip(),
            Concurrency.ALLOW);
    QuartzEngine engine = bench.engine(job);
    Leadership leadership = bench.store.elect();
    start(engine, leadership);
    await().atMost(LONG).until(() -> engine.running().count() == 1);
    bench.store.depose();
    assertThat(bench.fenced).isEmpty();
    gate.countDown();
    await().atMost(LONG).until(() -> !bench.fenced.isEmpty());
    assertThat(bench.fenced).containsExactly(leadership);
    assertThat(bench.outcomes).hasSize(1);
  }

  @Test
  void nothingStartsOnceTheLeadershipHasEnded() throws Exception {
    QuartzEngine engine = bench.engine(bench.job("quick", Quick.class, TICK));
    Leadership leadership = bench.store.elect();
    start(engine, leadership);
    awaitOutcomes(2);
    LeadershipFixture.end(leadership);
    int atMost = bench.started.size() + 1;
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(bench.started.size()).isLessThanOrEqualTo(atMost);
  }

  @Test
  void anUnbuildableJobFailsItsRunsAndNoOther() {
    QuartzEngine engine =
        bench.engine(
            bench.job("broken", Unbuildable.class, TICK),
            bench.job("erring", Erring.class, TICK),
            bench.job("quick", Quick.class, TICK));
    start(engine, bench.store.elect());
    await()
        .atMost(LONG)
        .until(() -> ends("broken") >= 3 && ends("erring") >= 3 && ends("quick") >= 3);
    assertThat(outcomesOf("broken")).allMatch(end -> end.state() == EndState.FAILED);
    assertThat(outcomesOf("erring")).allMatch(end -> end.state() == EndState.FAILED);
    assertThat(outcomesOf("quick")).allMatch(end -> end.state() == EndState.SUCCEEDED);
    assertThat(engine.running().failed()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void runningJobsAreInterruptedAtOnceWhenTheSessionIsLost() {
    QuartzEngine engine =
        bench.engine(
            bench.job("waiting", Waiting.class, Duration.ofMillis(500)),
            bench.job("willing", Willing.class, Duration.ofMillis(500)));
    gate = new CountDownLatch(1);
    start(engine, bench.store.elect());
    await().atMost(LONG).until(() -> runningOf(engine, "waiting") && runningOf(engine, "willing"));
    StandbyReport report = engine.standby(StandbyReason.SESSION_LOST);
    assertThat(report.stillRunning()).isEmpty();
    assertThat(bench.outcomes).allMatch(end -> end.state() == EndState.INTERRUPTED);
    assertThat(calls).as("willing jobs' threads interrupted").hasValue(0);
    assertThat(bench.state("willing")).contains("INTERRUPTED");
  }

  @Test
  void aHandOverLetsRunningJobsEndWithinTheGrace() {
    gate = new CountDownLatch(1);
    QuartzEngine engine = bench.engine(bench.job("waiting", Waiting.class, Duration.ofSeconds(2)));
    start(engine, bench.store.elect());
    await().atMost(LONG).until(() -> engine.running().count() == 1);
    Thread opener = new Thread(() -> gate.countDown());
    opener.start();
    engine.standby(StandbyReason.RESIGN);
    assertThat(bench.outcomes).hasSize(1).allMatch(end -> end.state() == EndState.SUCCEEDED);
    assertThat(bench.state("waiting")).contains("SUCCEEDED");
  }

  @Test
  void aTimeoutInterruptsTheRun() {
    gate = new CountDownLatch(1);
    QuartzEngine engine =
        bench.engine(
            bench
                .job("waiting", Waiting.class, Duration.ofSeconds(1))
                .withTimeout(TICK, WhenStuck.WAIT));
    start(engine, bench.store.elect());
    awaitOutcomes(1);
    assertThat(bench.outcomes.get(0).state()).isEqualTo(EndState.TIMED_OUT);
  }

  @Test
  void aLeaderThatComesBackRefiresNothing() {
    EngineBench.FileJob job =
        bench.job(
            "quick",
            Quick.class,
            EngineBench.every(TICK),
            new CatchUp.All(1000, LONG),
            Concurrency.ALLOW);
    QuartzEngine a = bench.engine(job);
    QuartzEngine b = bench.engine(job);
    int seen = 0;
    for (QuartzEngine engine : List.of(a, b, a, b)) {
      start(engine, bench.store.elect());
      int target = seen + 4;
      awaitOutcomes(target);
      engine.standby(StandbyReason.RESIGN);
      seen = bench.outcomes.size();
    }
    List<Long> slots = bench.outcomes.stream().map(end -> end.run().slotMillis()).sorted().toList();
    assertThat(slots).doesNotHaveDuplicates();
    for (int i = 1; i < slots.size(); i++) {
      assertThat(slots.get(i) - slots.get(i - 1)).isEqualTo(TICK.toMillis());
    }
  }

  @Test
  void missedSlotsAreRecordedWhenTheyAreNotRun() throws Exception {
    EngineBench.FileJob job = bench.job("quick", Quick.class, TICK);
    QuartzEngine engine = bench.engine(job);
    start(engine, bench.store.elect());
    awaitOutcomes(2);
    engine.standby(StandbyReason.RESIGN);
    TimeUnit.MILLISECONDS.sleep(2500);
    StartResult.Started again = start(engine, bench.store.elect());
    assertThat(again.overdue()).isEqualTo(1);
    await().atMost(LONG).until(() -> !bench.skipped.isEmpty());
    assertThat(bench.state("quick")).contains("missed");
    assertAllAccountedFor();
  }

  @Test
  void overlappedSlotsOfAJobThatForbidsThemAreSkippedAndRecorded() {
    gate = new CountDownLatch(1);
    EngineBench.FileJob job =
        bench.job(
            "slow", Waiting.class, EngineBench.every(TICK), new CatchUp.Skip(), Concurrency.FORBID);
    QuartzEngine engine = bench.engine(job);
    start(engine, bench.store.elect());
    await().atMost(LONG).until(() -> engine.running().count() == 1);
    Instant since = Instant.now();
    await().atMost(LONG).until(() -> Instant.now().isAfter(since.plusMillis(700)));
    assertThat(engine.running().count()).isEqualTo(1);
    gate.countDown();
    awaitOutcomes(3);
    engine.standby(StandbyReason.RESIGN);
    assertThat(bench.skipped)
        .flatExtracting(one -> one.ranges())
        .anyMatch(range -> range.reason() == SkipReason.OVERLAP && range.count() >= 5);
    assertThat(bench.state("slow")).contains("overlap");
    assertAllAccountedFor();
  }

  @Test
  void keptDataSurvivesAChangeOfLeader() {
    EngineBench.FileJob job = bench.job("counting", Counting.class, TICK);
    QuartzEngine a = bench.engine(job);
    start(a, bench.store.elect());
    awaitOutcomes(3);
    a.standby(StandbyReason.RESIGN);
    int before = bench.outcomes.size();
    QuartzEngine b = bench.engine(job);
    start(b, bench.store.elect());
    awaitOutcomes(before + 2);
    b.standby(StandbyReason.RESIGN);
    List<String> results = bench.outcomes.stream().map(end -> end.result().orElse("")).toList();
    assertThat(results)
        .isEqualTo(IntStream.rangeClosed(1, results.size()).mapToObj(Integer::toString).toList());
  }

  @Test
  void refiringIsAFurtherAttemptWithItsOwnRecord() {
    QuartzEngine engine =
        bench.engine(bench.job("refiring", Refiring.class, Duration.ofSeconds(1)));
    start(engine, bench.store.elect());
    awaitOutcomes(4);
    engine.standby(StandbyReason.RESIGN);
    long slot =
        bench.outcomes.stream().mapToLong(end -> end.run().slotMillis()).min().orElseThrow();
    List<RunOutcome> attempts =
        bench.outcomes.stream()
            .filter(end -> end.run().slotMillis() == slot)
            .sorted(Comparator.comparing(end -> end.run().attempt()))
            .toList();
    assertThat(attempts)
        .extracting(RunOutcome::state)
        .containsExactly(EndState.FAILED, EndState.FAILED, EndState.SUCCEEDED);
    assertThat(attempts).extracting(end -> end.run().attempt()).containsExactly(1, 2, 3);
  }

  @Test
  void unschedulingEndsTheJobsRunsInThisTerm() throws Exception {
    QuartzEngine engine = bench.engine(bench.job("once", Unscheduling.class, TICK));
    start(engine, bench.store.elect());
    awaitOutcomes(1);
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(bench.outcomes).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void openRunsOfAnOlderTermAreSettledAsLost() {
    gate = new CountDownLatch(1);
    EngineBench.FileJob job = bench.job("deaf", Deaf.class, Duration.ofSeconds(2));
    QuartzEngine a = bench.engine(job);
    Leadership first = bench.store.elect();
    start(a, first);
    await().atMost(LONG).until(() -> a.running().count() == 1);
    Leadership second = bench.store.elect();
    LeadershipFixture.end(first);
    QuartzEngine b = bench.engine();
    assertThat(start(b, second).lost()).isEqualTo(1);
    assertThat(bench.state("deaf")).contains("LOST").doesNotContain("STARTED");
  }

  @Test
  void aRefusingStoreStopsFiringUntilItAcceptsAgain() throws Exception {
    QuartzEngine engine = bench.engine(bench.job("quick", Quick.class, TICK));
    start(engine, bench.store.elect());
    awaitOutcomes(2);
    bench.store.refuse(
        Optional.of(new StoreException(StoreException.Kind.LIMIT, "no space left", null)));
    TimeUnit.MILLISECONDS.sleep(300);
    int before = calls.get();
    TimeUnit.MILLISECONDS.sleep(300);
    assertThat(calls.get()).isEqualTo(before);
    bench.store.refuse(Optional.empty());
    await().atMost(LONG).until(() -> calls.get() > before + 3);
    engine.standby(StandbyReason.RESIGN);
    assertAllAccountedFor();
  }

  @Test
  void closingLeavesNoThread() throws Exception {
    QuartzEngine engine = bench.engine(bench.job("quick", Quick.class, TICK));
    start(engine, bench.store.elect());
    awaitOutcomes(2);
    bench.close();
    await()
        .atMost(LONG)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(
                        name ->
                            name.startsWith("job-g")
                                || name.equals("quartz-g")
                                || name.equals("engine-g")
                                || name.equals("ledger-test")));
  }

  private void assertAllAccountedFor() {
    Set<Long> slots = new HashSet<>();
    bench.outcomes.stream().map(RunOutcome::run).map(RunId::slotMillis).forEach(slots::add);
    bench.skipped.stream()
        .flatMap(one -> one.ranges().stream())
        .forEach(
            range -> {
              for (long slot = range.from().toEpochMilli();
                  slot <= range.to().toEpochMilli();
                  slot += TICK.toMillis()) {
                assertThat(slots.add(slot)).as("slot %s twice", slot).isTrue();
              }
            });
    List<Long> sorted = slots.stream().sorted().toList();
    assertThat(sorted.get(sorted.size() - 1) - sorted.get(0))
        .isEqualTo((sorted.size() - 1) * TICK.toMillis());
  }

  private List<RunOutcome> outcomesOf(String job) {
    return bench.outcomes.stream().filter(end -> end.run().job().value().equals(job)).toList();
  }

  private int ends(String job) {
    return outcomesOf(job).size();
  }

  private static boolean runningOf(QuartzEngine engine, String job) {
    return engine.running().snapshot().stream().anyMatch(run -> run.id().job().value().equals(job));
  }
}
