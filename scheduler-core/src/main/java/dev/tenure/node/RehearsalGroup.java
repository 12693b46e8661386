package dev.tenure.node;

import dev.tenure.config.NodeConfig;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.quartz.EngineSettings;
import dev.tenure.quartz.HandOverRule;
import dev.tenure.runlog.RunLogs;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * The group of a {@link Rehearsal}: a real one, with a store in memory, of which nothing is said in
 * the log.
 */
final class RehearsalGroup implements AutoCloseable {

  /** Of its threads, too. */
  static final String NAME = "rehearsal";

  /** How many runs a term has at least. */
  private static final int RUNS = 3;

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final GroupName GROUP = new GroupName(NAME);
  private static final KeyLayout LAYOUT = new KeyLayout("/" + NAME);
  private static final Clock CLOCK = Clock.systemUTC();

  private static final EngineSettings SETTINGS =
      new EngineSettings(
          GROUP,
          new NodeName(NAME),
          2,
          10,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          100);

  private static final GroupFiles NO_FILES =
      new GroupFiles(
          OptionalLong.empty(),
          Instant.EPOCH,
          FilesDigest.of(List.of(), Map.of()),
          List.of(),
          Map.of());

  private final RehearsalStore store = new RehearsalStore();
  private final EventLoop loop = new ThreadEventLoop(NAME + "-loop");
  private final Elections elections =
      Elections.on(store, ElectionOptions.of(Duration.ofSeconds(5)));
  private final Semaphore begun = new Semaphore(0);
  private final GroupRunner runner;

  private RehearsalGroup(NodeConfig config) {
    GroupRecords records =
        new GroupRecords(store, LAYOUT, GROUP, new NodeName(NAME), Duration.ofSeconds(5), CLOCK);
    GroupLog words = GroupLog.silent(GROUP);
    FileApply apply = new FileApply(records.definitions(), loop, CLOCK);
    runner =
        new GroupRunner(
            SETTINGS,
            words,
            records,
            new FileDesk(words, loop, () -> NO_FILES, apply::apply),
            new GroupJobs(
                records,
                PluginCatalog.of(RehearsalGroup.class.getClassLoader()),
                config.jobs().defaults(),
                config.secrets(),
                config.api().classes(),
                CLOCK),
            new AuditTrim(records.audit(), config.api().audit(), loop, CLOCK),
            name -> Nothing.class,
            (type, data) -> new Nothing(begun),
            elections,
            loop,
            Proclamation.candidate(NAME, "", 0, "", Optional.empty()),
            NodeMeter.NONE,
            HandOverRule.WAIT,
            RunLogs.off());
  }

  /** With jobs, and led by nobody. Blocks for as long as that takes. */
  static RehearsalGroup open(NodeConfig config) {
    RehearsalGroup group = new RehearsalGroup(config);
    group.runner.start();
    group.define();
    return group;
  }

  /** A term, from the win to the end of its last run; false if there was none. Blocks. */
  boolean term() throws InterruptedException {
    runner.takePart();
    boolean good = begun.tryAcquire(RUNS, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    runner.standAside().toCompletableFuture().join();
    begun.drainPermits();
    return good;
  }

  private void define() {
    Map<JobSpec, List<TriggerSpec>> jobs = new LinkedHashMap<>();
    nothing(jobs, "often", new ScheduleSpec.Every(Duration.ofMillis(20), Instant.EPOCH));
    nothing(jobs, "by-the-clock", new ScheduleSpec.Cron("* * * * * ?", ZoneOffset.UTC, Dst.VIXIE));
    nothing(jobs, "rarely", new ScheduleSpec.Cron("30 2 * * *", ZoneOffset.UTC, Dst.VIXIE));
    runner
        .records()
        .definitions()
        .decide(changes -> changes.storeJobsAndTriggers(jobs, true))
        .toCompletableFuture()
        .join();
  }

  private static void nothing(
      Map<JobSpec, List<TriggerSpec>> jobs, String name, ScheduleSpec schedule) {
    JobName job = new JobName(name);
    jobs.put(
        JobSpec.of(job, Nothing.class.getName()),
        List.of(TriggerSpec.of(new TriggerName(name), job, schedule, Instant.now())));
  }

  @Override
  public void close() {
    runner.close();
    elections.close();
    loop.close();
    store.close();
  }

  /** A job that does nothing but being counted. */
  private static final class Nothing implements Job {

    private final Semaphore begun;

    private Nothing(Semaphore begun) {
      this.begun = begun;
    }

    @Override
    public void execute(JobExecutionContext context) {
      begun.release();
    }
  }
}
