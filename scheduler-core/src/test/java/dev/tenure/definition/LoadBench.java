package dev.tenure.definition;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long it takes to load many cron jobs into a real etcd, and to read them, and how much memory
 * they take. Not a test: run {@code main} with the number of jobs.
 */
final class LoadBench {

  private LoadBench() {}

  /** Loads that many jobs, 100,000 if nothing is said. */
  public static void main(String[] args) {
    int count = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single())) {
      Node writer = new Node(etcd, "node-1");
      Node follower = new Node(etcd, "node-2");
      long begun = System.nanoTime();
      List<Change> changes = changes(writer.definitions, count);
      say("built", begun);
      begun = System.nanoTime();
      List<ChangeResult> results = writer.definitions.apply(changes).toCompletableFuture().join();
      say("written", begun);
      until(() -> follower.definitions.view().triggerNames().size() == count);
      say("seen by the other node", begun);
      long failed = results.stream().filter(r -> !(r instanceof ChangeResult.Changed)).count();
      print("failed: " + failed);
      writer.close();
      follower.close();
      long before = heap();
      begun = System.nanoTime();
      Node late = new Node(etcd, "node-3");
      say("read by a new node", begun);
      print("bytes of heap per job: " + (heap() - before) / count);
      print("view: " + late.definitions.view().jobNames().size());
      late.close();
    }
  }

  private static List<Change> changes(Definitions definitions, int count) {
    Changes changes = new Changes(definitions.view(), definitions.ids());
    List<Change> all = new ArrayList<>();
    Instant since = Instant.now();
    for (int i = 0; i < count; i++) {
      JobName job = new JobName("acme-report-" + i);
      String cron = i % 60 + " " + i / 60 % 60 + " " + i / 3600 % 24 + " * * ?";
      TriggerSpec trigger =
          TriggerSpec.of(
              TriggerName.of(job),
              job,
              new ScheduleSpec.Cron(cron, ZoneId.of("Europe/Berlin"), Dst.VIXIE),
              since);
      JobSpec spec = JobSpec.of(job, "com.acme.Report").withData(Map.of("bucket", "reports"));
      all.add(changes.storeJobsAndTriggers(Map.of(spec, List.of(trigger)), false));
    }
    return all;
  }

  private static long heap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void say(String what, long begun) {
    long cpu = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    print(
        what
            + ": "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms; processor time of this process so far: "
            + cpu
            + " ms");
  }

  private static void print(String line) {
    System.out.println(line);
  }

  private static final class Node implements AutoCloseable {
    private final EtcdStore store;
    private final ThreadEventLoop loop;
    private final Definitions definitions;

    Node(LocalEtcd etcd, String name) {
      store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()));
      loop = new ThreadEventLoop(name);
      definitions =
          new Definitions(
              store,
              new DefinitionScope(new KeyLayout("/load"), new GroupName("g"), new NodeName(name)),
              loop,
              Clock.systemUTC(),
              new Random());
      definitions.follow().toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
      definitions.close();
      store.close();
      loop.close();
    }
  }
}
