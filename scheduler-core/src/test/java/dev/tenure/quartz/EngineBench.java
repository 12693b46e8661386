package dev.tenure.quartz;

import dev.tenure.config.Concurrency;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.Skipped;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.Grids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.quartz.Job;

/** Engines of one group on a store in memory, and what they told their listeners. */
final class EngineBench implements AutoCloseable {

  static final GroupName GROUP = new GroupName("g");

  final MemoryStore store = new MemoryStore();
  final List<RunOutcome> outcomes = new CopyOnWriteArrayList<>();
  final List<RunView> started = new CopyOnWriteArrayList<>();
  final List<Skipped> skipped = new CopyOnWriteArrayList<>();
  final List<Leadership> fenced = new CopyOnWriteArrayList<>();
  private final List<Runnable> opened = new CopyOnWriteArrayList<>();

  QuartzEngine engine(JobDefinition... jobs) {
    return engine(settings(5, jobs));
  }

  QuartzEngine engine(EngineSettings settings) {
    ThreadEventLoop loop = new ThreadEventLoop("ledger-test");
    RunLedger ledger =
        new RunLedger(
            store,
            new LedgerScope(new KeyLayout("/t"), GROUP, settings.node()),
            loop,
            Clock.systemUTC(),
            new Random(1));
    QuartzEngine engine =
        QuartzEngine.open(
            settings,
            ledger,
            (definition, data) -> definition.type().getDeclaredConstructor().newInstance(),
            listener(),
            Clock.systemUTC());
    opened.add(
        () -> {
          engine.close();
          loop.close();
        });
    return engine;
  }

  private RunListener listener() {
    return new RunListener() {
      @Override
      public void onStarted(RunView run) {
        started.add(run);
      }

      @Override
      public void onFinished(RunView run, RunOutcome outcome) {
        outcomes.add(outcome);
      }

      @Override
      public void onSkipped(Skipped range) {
        skipped.add(range);
      }

      @Override
      public void onFenced(Leadership leadership) {
        fenced.add(leadership);
      }
    };
  }

  static EngineSettings settings(int threads, JobDefinition... jobs) {
    return new EngineSettings(
        GROUP,
        new NodeName("node-1"),
        threads,
        50,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        List.of(jobs));
  }

  static JobDefinition job(String name, Class<? extends Job> type, Duration every) {
    return job(name, type, Grids.every(every), new CatchUp.Skip(), Concurrency.ALLOW);
  }

  static JobDefinition job(
      String name, Class<? extends Job> type, Grid grid, CatchUp catchUp, Concurrency overlap) {
    return new JobDefinition(
        new JobName(name), type, grid, catchUp, overlap, Optional.empty(), Map.of(), "");
  }

  static JobDefinition withTimeout(JobDefinition job, Duration timeout) {
    return new JobDefinition(
        job.name(),
        job.type(),
        job.grid(),
        job.catchUp(),
        job.concurrency(),
        Optional.of(timeout),
        job.data(),
        job.description());
  }

  String state(String job) {
    return store.value("/t/state/g/" + job).orElse("");
  }

  @Override
  public void close() {
    opened.forEach(Runnable::run);
  }
}
