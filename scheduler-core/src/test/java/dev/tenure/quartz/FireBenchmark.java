package dev.tenure.quartz;

import dev.tenure.definition.Change;
import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.Concurrency;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.model.Dst;
import dev.tenure.model.KeyLayout;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * What many cron jobs cost: {@code FireBenchmark [jobs]}. Prints the time to define and to load
 * them, the heap after that, the time from a win to the first fire, the same with every job
 * overdue, and how many slots of one second are run in how long.
 */
public final class FireBenchmark {

  private static final AtomicInteger runs = new AtomicInteger();
  private static final AtomicLong firstNanos = new AtomicLong();

  private final PrintStream out = System.out;

  /** Counts. */
  public static final class Counted implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      firstNanos.compareAndSet(0, System.nanoTime());
      runs.incrementAndGet();
    }
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int jobs = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      new FireBenchmark().run(store, jobs);
    }
    System.exit(0);
  }

  private void run(EtcdStore store, int jobs) throws InterruptedException {
    long empty = heap();
    try (EngineBench bench = new EngineBench(store, new KeyLayout("/bench"))) {
      EngineBench.Node defining = bench.node(EngineBench.settings(50));
      long begun = System.nanoTime();
      define(bench, defining, jobs);
      say(String.format("defined %d jobs in %d ms", jobs, millisSince(begun)));
      say(String.format("heap of the defining node: %d MB", heap() - empty));

      begun = System.nanoTime();
      EngineBench.Node loading = bench.node(EngineBench.settings(50));
      say(String.format("a second node has read them after %d ms", millisSince(begun)));
      TimeUnit.SECONDS.sleep(5);
      say(String.format("heap of both nodes: %d MB", heap() - empty));

      win(bench, defining, "jobs up to date");
      defining.engine().standby(StandbyReason.RESIGN);
      TimeUnit.SECONDS.sleep(Math.max(3, 60 - Instant.now().getEpochSecond() % 60 + 5));
      win(bench, loading, "overdue jobs");
      int before = runs.get();
      TimeUnit.SECONDS.sleep(10);
      say(String.format("%d runs in 10 s after that", runs.get() - before));
      loading.engine().standby(StandbyReason.RESIGN);
    }
  }

  /** One in a thousand each second, the others each minute at a second of their own. */
  private void define(EngineBench bench, EngineBench.Node node, int jobs) {
    Changes changes = new Changes(node.definitions().view(), node.definitions().ids());
    List<Change> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      String cron = i % 1000 == 0 ? "* * * * * ?" : (i % 60) + " * * * * ?";
      EngineBench.FileJob job =
          bench.job(
              "job-" + i,
              Counted.class,
              new ScheduleSpec.Cron(cron, ZoneOffset.UTC, Dst.VIXIE),
              new CatchUp.Last(),
              Concurrency.ALLOW);
      all.add(changes.applyFile(job.job(), job.triggers()));
    }
    List<ChangeResult> results = node.definitions().apply(all).toCompletableFuture().join();
    long done = results.stream().filter(ChangeResult.Changed.class::isInstance).count();
    if (done != jobs) {
      throw new IllegalStateException("only " + done + " jobs were defined");
    }
  }

  private void win(EngineBench bench, EngineBench.Node node, String what)
      throws InterruptedException {
    firstNanos.set(0);
    long begun = System.nanoTime();
    long cpu = cpuMillis();
    StartResult result = node.engine().start(bench.elect());
    long ready = millisSince(begun);
    long used = cpuMillis() - cpu;
    while (firstNanos.get() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    say(
        String.format(
            "a win with %s: ready after %d ms (%d ms of processor time), first fire after %d ms; %s",
            what, ready, used, (firstNanos.get() - begun) / 1_000_000, result));
  }

  /** What this process has used; on a busy machine that says more than the clock. */
  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000;
  }

  private void say(String text) {
    out.println(text);
  }
}
