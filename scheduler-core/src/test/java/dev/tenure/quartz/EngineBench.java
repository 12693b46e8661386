package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.Retry;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.WhenStuck;
import dev.tenure.definition.Wording;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.Skipped;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.runlog.RunLogs;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Lease;
import dev.tenure.store.Store;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.quartz.Job;

/** Engines of one group on one store, and what they told their listeners. */
final class EngineBench implements AutoCloseable {

  static final GroupName GROUP = new GroupName("g");
  static final KeyLayout LAYOUT = new KeyLayout("/t");

  final MemoryStore store = new MemoryStore();
  final List<RunOutcome> outcomes = new CopyOnWriteArrayList<>();
  final List<RunView> started = new CopyOnWriteArrayList<>();
  final List<Skipped> skipped = new CopyOnWriteArrayList<>();
  final List<Leadership> fenced = new CopyOnWriteArrayList<>();
  Clock clock = Clock.systemUTC();
  private final Store used;
  private final KeyLayout layout;
  private int elected;
  private final List<RunLedger> ledgers = new CopyOnWriteArrayList<>();
  private final List<Runnable> opened = new CopyOnWriteArrayList<>();

  EngineBench() {
    used = store;
    layout = LAYOUT;
  }

  /** On another store than the one in memory. */
  EngineBench(Store other, KeyLayout layout) {
    used = other;
    this.layout = layout;
  }

  KeyLayout layout() {
    return layout;
  }

  /** Somebody becomes the leader, on any store; the key of the one before is gone. */
  Leadership elect() {
    String key = layout.election(GROUP) + "/" + ++elected;
    List<Commit.Write> writes = new ArrayList<>();
    writes.add(Commit.Put.unleased(key, "leader"));
    writes.add(new Commit.Delete(layout.election(GROUP) + "/" + (elected - 1)));
    CommitResult.Committed done =
        (CommitResult.Committed)
            used.commit(new Commit(List.of(), writes)).toCompletableFuture().join();
    return LeadershipFixture.held(key, done.revision(), NanoClock.system());
  }

  /** A job of a file with its trigger. */
  record FileJob(JobSpec job, List<TriggerSpec> triggers) {

    FileJob withTimeout(Duration timeout, WhenStuck whenStuck) {
      return with(Optional.of(timeout), whenStuck, job.retry(), job.onLeaderLoss());
    }

    FileJob withRetry(Retry retry) {
      return with(job.timeout(), job.whenStuck(), Optional.of(retry), job.onLeaderLoss());
    }

    FileJob rerun() {
      return with(job.timeout(), job.whenStuck(), job.retry(), OnLeaderLoss.RERUN);
    }

    private FileJob with(
        Optional<Duration> timeout,
        WhenStuck whenStuck,
        Optional<Retry> retry,
        OnLeaderLoss onLeaderLoss) {
      return new FileJob(
          new JobSpec(
              job.name(),
              job.type(),
              job.durable(),
              onLeaderLoss,
              job.concurrency(),
              timeout,
              whenStuck,
              retry,
              job.retention(),
              job.data(),
              job.description(),
              job.owner(),
              job.tags(),
              job.source(),
              job.incarnation(),
              job.edition(),
              Optional.empty()),
          triggers);
    }
  }

  /** One node: its engine, and what it sees. */
  record Node(QuartzEngine engine, Definitions definitions, RunLedger ledger) {}

  QuartzEngine engine(FileJob... jobs) {
    return node(settings(5), jobs).engine();
  }

  Node node(EngineSettings settings, FileJob... jobs) {
    return node(settings, HandOverRule.WAIT, jobs);
  }

  /** A session of a node; its lease ends by itself if the test does not end it. */
  Leadership session(String node) {
    Lease lease = used.grant(Duration.ofMinutes(5)).toCompletableFuture().join();
    return LeadershipFixture.held(layout.nodes() + node + "/1", 1, lease.id(), NanoClock.system());
  }

  Node node(EngineSettings settings, HandOverRule rule, FileJob... jobs) {
    ThreadEventLoop ledgerLoop = new ThreadEventLoop("ledger-test");
    ThreadEventLoop definitionLoop = new ThreadEventLoop("definitions-test");
    Random random = new Random(1);
    RunLedger ledger =
        new RunLedger(
            used, new LedgerScope(layout, GROUP, settings.node()), ledgerLoop, clock, random);
    Definitions definitions =
        new Definitions(
            used,
            new DefinitionScope(layout, GROUP, settings.node()),
            definitionLoop,
            clock,
            new Random());
    definitions.follow().toCompletableFuture().join();
    ledger.follow().toCompletableFuture().join();
    for (FileJob job : jobs) {
      define(definitions, job);
    }
    ClassSource classes = type -> Class.forName(type).asSubclass(Job.class);
    QuartzEngine engine =
        QuartzEngine.open(
            settings,
            new GroupTruth(definitions, ledger, classes, clock),
            (type, data) -> type.getDeclaredConstructor().newInstance(),
            listener(),
            rule,
            RunLogs.off());
    ledgers.add(ledger);
    opened.add(
        () -> {
          engine.close();
          definitions.close();
          definitionLoop.close();
          ledgerLoop.close();
        });
    return new Node(engine, definitions, ledger);
  }

  static void define(Definitions definitions, FileJob job) {
    definitions
        .decide(changes -> changes.applyFile(job.job(), job.triggers()))
        .toCompletableFuture()
        .join();
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

  static EngineSettings settings(int threads) {
    return new EngineSettings(
        GROUP,
        new NodeName("node-1"),
        threads,
        50,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(300),
        1000);
  }

  FileJob job(String name, Class<? extends Job> type, Duration every) {
    return job(name, type, every(every), new CatchUp.Skip(), Concurrency.ALLOW);
  }

  static ScheduleSpec every(Duration period) {
    return new ScheduleSpec.Every(period, Instant.EPOCH);
  }

  FileJob job(
      String name,
      Class<? extends Job> type,
      ScheduleSpec schedule,
      CatchUp catchUp,
      Concurrency overlap) {
    JobSpec plain = JobSpec.of(new JobName(name), type.getName());
    JobSpec job =
        new JobSpec(
            plain.name(),
            plain.type(),
            true,
            plain.onLeaderLoss(),
            overlap,
            plain.timeout(),
            plain.whenStuck(),
            plain.retry(),
            plain.retention(),
            Map.of(),
            "",
            plain.owner(),
            plain.tags(),
            Source.FILES,
            "",
            TriggerSpec.FILES_EDITION,
            Optional.empty());
    TriggerSpec trigger =
        new TriggerSpec(
            new TriggerName(name),
            plain.name(),
            "",
            schedule,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            TriggerSpec.DEFAULT_PRIORITY,
            0,
            catchUp,
            Duration.ZERO,
            clock.instant(),
            TriggerMode.NORMAL,
            Map.of(),
            "",
            Source.FILES,
            TriggerSpec.FILES_EDITION,
            Wording.NONE);
    return new FileJob(job, List.of(trigger));
  }

  /** What the ledger holds of a job, as the node sees it that knows most. */
  JobState recorded(String job) {
    return ledgers.stream()
        .map(ledger -> ledger.state(new JobName(job)).orElse(JobState.NONE))
        .max(Comparator.comparing(JobState::applied).thenComparing(JobState::finished))
        .orElse(JobState.NONE);
  }

  /** The same in words: how the last runs ended, whether one is open, why slots were skipped. */
  String state(String job) {
    JobState state = recorded(job);
    return state.last().stream()
            .map(run -> run.state() + run.error().map(e -> " " + e.type()).orElse(""))
            .toList()
        + (state.open().isEmpty() ? "" : " STARTED ")
        + state.skipped().stream().map(range -> range.reason().word()).toList();
  }

  @Override
  public void close() {
    opened.forEach(Runnable::run);
  }
}
