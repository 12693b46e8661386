package dev.tenure.quartz;

import static org.awaitility.Awaitility.await;

import dev.tenure.definition.JobSpec;
import dev.tenure.election.Leadership;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.testing.EtcdExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** Engines on a real etcd, and jobs whose fate a test decides. */
abstract class FireFixture {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration TICK = Duration.ofMillis(200);

  /** What the jobs of a test saw. */
  static final List<String> seen = new CopyOnWriteArrayList<>();

  static final AtomicInteger calls = new AtomicInteger();
  static volatile CountDownLatch latch = new CountDownLatch(1);

  EtcdStore store;
  EngineBench bench;

  @BeforeEach
  final void openBench() {
    seen.clear();
    calls.set(0);
    latch = new CountDownLatch(1);
    store = etcd.open();
    bench = new EngineBench(store, new KeyLayout(etcd.freshRoot().replaceAll("/$", "")));
  }

  @AfterEach
  final void closeBench() {
    latch.countDown();
    bench.close();
    store.close();
  }

  static EngineSettings settings(String node, int threads) {
    EngineSettings like = EngineBench.settings(threads);
    return new EngineSettings(
        like.group(),
        new NodeName(node),
        threads,
        like.batch(),
        like.grace(),
        like.stopBudget(),
        like.timeoutGrace(),
        like.catchUpRate());
  }

  Leadership start(EngineBench.Node node) {
    Leadership leadership = bench.elect();
    start(node, leadership);
    return leadership;
  }

  static void start(EngineBench.Node node, Leadership leadership) {
    StartResult result = node.engine().start(leadership);
    if (!(result instanceof StartResult.Started)) {
      throw new AssertionError(result);
    }
  }

  List<RunOutcome> outcomes(String job) {
    return bench.outcomes.stream().filter(end -> end.run().job().value().equals(job)).toList();
  }

  void awaitOutcomes(String job, int count) {
    await().atMost(LONG).until(() -> outcomes(job).size() >= count);
  }

  static void awaitTrue(java.util.concurrent.Callable<Boolean> condition) {
    await().atMost(LONG).until(condition);
  }

  static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  static JobSpec job(EngineBench.Node node, String name) {
    return node.definitions().view().job(new JobName(name)).orElseThrow().value();
  }

  /** Returns at once. */
  public static final class Quick implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      calls.incrementAndGet();
      seen.add(context.getMergedJobDataMap().getWrappedMap().toString());
    }
  }

  /** Fails in its first attempt. */
  public static final class FailingOnce implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      if (dev.tenure.job.RunContext.of(context).attempt() == 1) {
        throw new JobExecutionException("not yet");
      }
    }
  }

  /** Waits for the latch, and minds interrupts of its thread. */
  public static final class Waiting implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      calls.incrementAndGet();
      if (context.isRecovering()) {
        seen.add("recovering " + context.getRecoveringTriggerKey());
        return;
      }
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new JobExecutionException("interrupted", e);
      }
    }
  }

  /** Waits for the latch and does not mind anything; recovered, it says so. */
  public static final class Deaf implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      calls.incrementAndGet();
      if (context.isRecovering()) {
        seen.add("recovering " + context.getMergedJobDataMap().getWrappedMap());
        return;
      }
      boolean done = false;
      while (!done) {
        try {
          latch.await();
          done = true;
        } catch (InterruptedException e) {
          seen.add("interrupted");
        }
      }
    }
  }

  /** Wants never to run again. */
  public static final class Unscheduling implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      calls.incrementAndGet();
      JobExecutionException enough = new JobExecutionException("enough");
      enough.setUnscheduleAllTriggers(true);
      throw enough;
    }
  }
}
