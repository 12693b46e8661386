package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.ChaosCluster;
import dev.tenure.server.chaos.fault.ChaosNode;
import dev.tenure.server.chaos.fault.ChaosOptions;
import dev.tenure.server.chaos.fault.Nemesis;
import dev.tenure.server.chaos.record.LiveView;
import dev.tenure.server.chaos.record.Recorder;
import dev.tenure.server.chaos.record.StateCheck;
import dev.tenure.server.chaos.workload.Desk;
import dev.tenure.server.chaos.workload.Epoch;
import dev.tenure.server.chaos.workload.GuardedRegister;
import dev.tenure.server.chaos.workload.JobFile;
import dev.tenure.server.chaos.workload.Operator;
import dev.tenure.server.chaos.workload.Stage;
import dev.tenure.server.chaos.workload.Witness;
import dev.tenure.server.chaos.workload.WitnessPlugin;
import dev.tenure.server.chaos.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets jobs run while things go wrong, heals, waits, ends, and judges. */
final class Trial {

  static final String ROOT = "/chaos";
  static final String GROUP = "default";
  private static final Duration RECOVERY = Duration.ofMinutes(3);

  private final TrialOptions options;
  private final Path folder;
  private final Consumer<String> say;
  private final List<String> troubles = new ArrayList<>();

  /**
   * A trial that has not begun.
   *
   * @param folder where nodes and etcd live
   * @param say is told how it goes
   */
  Trial(TrialOptions options, Path folder, Consumer<String> say) {
    this.options = options;
    this.folder = folder;
    this.say = say;
  }

  /** Runs it; blocks. No process is left, whatever happens. */
  Outcome run() throws Exception {
    Epoch epoch = new Epoch(Instant.now().truncatedTo(ChronoUnit.SECONDS), options.length());
    Path witnesses = Files.createDirectories(folder.resolve("witnesses"));
    WitnessPlugin.write(folder.resolve("plugins"));
    LiveView live = new LiveView(ROOT, GROUP);
    try (GuardedRegister register = GuardedRegister.open()) {
      Stage stage = new Stage(witnesses, register.socket());
      Workload workload = Workload.draw(options.seed(), options.jobs(), epoch, stage);
      JobFile file = new JobFile(folder.resolve("jobs.conf"), stage, workload.files());
      say.accept(
          "%d jobs in the file, %d by programs, about %.0f slots a second"
              .formatted(workload.files().size(), workload.api().size(), workload.rate()));
      try (ChaosCluster cluster = ChaosCluster.open(settings());
          Recorder recorder = Recorder.open(cluster.endpoints(), ROOT, live::heard);
          Desk desk = new Desk(cluster.endpoints(), ROOT, GROUP);
          Operator operator = new Operator(options.seed(), epoch, stage, file, desk, live::open)) {
        Nemesis nemesis = new Nemesis(cluster, options.seed(), options.faults(), recorder::passed);
        nemesis.skipped().forEach((kind, why) -> say.accept("no " + kind.word() + ": " + why));
        cluster.startNodes();
        operator.define(workload.api());
        Instant began = Instant.now();
        operator.start();
        rage(nemesis, live);
        operator.settle();
        Instant calm = Instant.now();
        awaitCurrent(operator, live, calm);
        // While the nodes still run: without a leader every slot is overdue to an operator.
        cluster.nodes().get(0).verify().ifPresent(troubles::add);
        Instant drained = Instant.now();
        end(cluster);
        recorder.catchUp(Duration.ofSeconds(60));
        Past past =
            new Past(
                began,
                calm,
                drained,
                recorder.all(),
                Witness.all(witnesses),
                register.writes(),
                operator.actions(),
                nemesis.timeline());
        troubles.addAll(StateCheck.check(ROOT, GROUP, past.heard()));
        return Outcome.of(options, past, troubles);
      }
    }
  }

  private ChaosOptions settings() {
    return ChaosOptions.in(folder)
        .withEtcdMembers(options.members())
        .withSettings(
            "runs { threads = 100, catch-up-rate = 10000, timeout-grace = 1s }",
            "shutdown.grace = 5s",
            "jobs.debounce = 200ms");
  }

  /** Breaks and heals, and says how it goes. */
  private void rage(Nemesis nemesis, LiveView live) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      var raging =
          thread.submit(
              () -> {
                nemesis.rage(options.length());
                return true;
              });
      long begun = System.nanoTime();
      while (!raging.isDone()) {
        TimeUnit.SECONDS.sleep(5);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        if (seconds / 5 % 3 == 0) {
          say.accept(
              "%d s: %d faults, %d terms, runs %s"
                  .formatted(seconds, nemesis.timeline().size(), live.terms(), live.ends()));
        }
      }
      raging.get();
    } finally {
      thread.shutdownNow();
    }
  }

  /** Waits until the account of each trigger has passed the instant at which all was healed. */
  private void awaitCurrent(Operator operator, LiveView live, Instant calm)
      throws InterruptedException {
    say.accept("all is healed; waiting until every job is current");
    long end = System.nanoTime() + RECOVERY.toNanos();
    List<String> behind;
    do {
      TimeUnit.MILLISECONDS.sleep(500);
      behind =
          operator.endlessTriggers().stream()
              .filter(trigger -> live.cursor(trigger) < calm.toEpochMilli())
              .toList();
    } while (!behind.isEmpty() && System.nanoTime() - end < 0);
    if (!behind.isEmpty()) {
      troubles.add(
          "%d triggers are not current %d s after all was healed: %s"
              .formatted(behind.size(), RECOVERY.toSeconds(), where(behind, live, calm)));
    }
  }

  private static Map<String, Long> where(List<String> behind, LiveView live, Instant calm) {
    Map<String, Long> secondsBehind = new TreeMap<>();
    behind.stream()
        .limit(20)
        .forEach(
            trigger ->
                secondsBehind.put(
                    trigger,
                    live.cursor(trigger) == Long.MIN_VALUE
                        ? -1
                        : (calm.toEpochMilli() - live.cursor(trigger)) / 1000));
    return secondsBehind;
  }

  private void end(ChaosCluster cluster) throws Exception {
    say.accept("draining the nodes");
    cluster
        .drain()
        .forEach(
            (node, exit) -> {
              if (exit != 0) {
                troubles.add(node + " ended with exit code " + exit + " when it was drained");
              }
            });
    troubles.addAll(cluster.surprises());
    Map<String, List<String>> said = new TreeMap<>();
    for (ChaosNode node : cluster.nodes()) {
      List<String> lines = new ArrayList<>();
      for (Path output : node.outputs()) {
        troubles.addAll(LogCheck.check(node.name(), output));
        lines.addAll(Files.readAllLines(output));
      }
      said.put(node.name(), lines);
    }
    say.accept(EvictionCheck.count(said) + " dead processes were evicted");
    troubles.addAll(EvictionCheck.check(said));
  }
}
