package dev.tenure.node;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.quartz.EngineSettings;
import dev.tenure.quartz.GroupTruth;
import dev.tenure.quartz.QuartzEngine;
import dev.tenure.quartz.RunListener;
import dev.tenure.quartz.RunView;
import dev.tenure.quartz.StandbyReason;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * A few terms in miniature, played in memory when a node starts, so that its first real win does
 * not pay for loading classes: that would be most of the time of a hand-over.
 */
final class Rehearsal {

  private static final int TERMS = 3;
  private static final int RUNS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final GroupName GROUP = new GroupName("rehearsal");
  private static final NodeName NODE = new NodeName("rehearsal");
  private static final KeyLayout LAYOUT = new KeyLayout("/rehearsal");

  private Rehearsal() {}

  /** Plays on a thread of its own; returns at once. */
  static void begin() {
    Thread thread = new Thread(Rehearsal::play, "rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  /** Blocks until the last run has ended, a second or so; false if that did not come about. */
  static boolean play() {
    Semaphore ended = new Semaphore(0);
    RunListener counting =
        new RunListener() {
          @Override
          public void onFinished(RunView run, RunOutcome outcome) {
            ended.release();
          }
        };
    Clock clock = Clock.systemUTC();
    try (RehearsalStore store = new RehearsalStore();
        GroupRecords records =
            new GroupRecords(store, LAYOUT, GROUP, NODE, Duration.ofSeconds(5), clock);
        QuartzEngine engine =
            QuartzEngine.open(
                settings(),
                new GroupTruth(
                    records.definitions(), records.ledger(), name -> Nothing.class, clock),
                (type, data) -> new Nothing(),
                counting);
        Elections elections = Elections.on(store, ElectionOptions.of(Duration.ofSeconds(5)))) {
      records.follow();
      define(records);
      Election election = elections.open(new ElectionName(LAYOUT.election(GROUP)), on(engine));
      for (int term = 0; term < TERMS; term++) {
        election.stand(
            () -> Proclamation.candidate("rehearsal", "", 0, "", Optional.empty()).toJson());
        if (!ended.tryAcquire(RUNS, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        election.resign().toCompletableFuture().join();
        ended.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static EngineSettings settings() {
    return new EngineSettings(
        GROUP,
        NODE,
        2,
        10,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        100);
  }

  private static void define(GroupRecords records) {
    Map<JobSpec, List<TriggerSpec>> jobs = new LinkedHashMap<>();
    nothing(jobs, "often", new ScheduleSpec.Every(Duration.ofMillis(20), Instant.EPOCH));
    nothing(jobs, "by-the-clock", new ScheduleSpec.Cron("* * * * * ?", ZoneOffset.UTC, Dst.VIXIE));
    nothing(jobs, "rarely", new ScheduleSpec.Cron("30 2 * * *", ZoneOffset.UTC, Dst.VIXIE));
    records
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

  private static LeaderWork on(QuartzEngine engine) {
    return new LeaderWork() {
      @Override
      public void start(Leadership leadership) {
        engine.start(leadership);
      }

      @Override
      public void stop(Leadership leadership, StopReason reason) {
        engine.standby(StandbyReason.RESIGN);
      }
    };
  }

  /** A job that does nothing. */
  static final class Nothing implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }
}
