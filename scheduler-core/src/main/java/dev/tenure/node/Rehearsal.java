package dev.tenure.node;

import dev.tenure.config.CatchUpConfig;
import dev.tenure.config.Concurrency;
import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.quartz.EngineSettings;
import dev.tenure.quartz.JobDefinition;
import dev.tenure.quartz.QuartzEngine;
import dev.tenure.quartz.RunListener;
import dev.tenure.quartz.RunView;
import dev.tenure.quartz.StandbyReason;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.Grids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * A term in miniature, played once in memory when a node starts, so that its first real win does
 * not pay for loading classes: that would be most of the time of a hand-over.
 */
final class Rehearsal {

  private static final int RUNS = 20;
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
    CountDownLatch runs = new CountDownLatch(RUNS);
    RunListener counting =
        new RunListener() {
          @Override
          public void onFinished(RunView run, RunOutcome outcome) {
            runs.countDown();
          }
        };
    Clock clock = Clock.systemUTC();
    ThreadEventLoop loop = new ThreadEventLoop("rehearsal-ledger");
    try (loop;
        RehearsalStore store = new RehearsalStore();
        QuartzEngine engine =
            QuartzEngine.open(
                settings(),
                new RunLedger(
                    store,
                    new LedgerScope(LAYOUT, GROUP, NODE),
                    loop,
                    clock,
                    new SplittableRandom()),
                (definition, data) -> new Nothing(),
                counting,
                clock);
        Elections elections = Elections.on(store, ElectionOptions.of(Duration.ofSeconds(5)))) {
      Election election = elections.open(new ElectionName(LAYOUT.election(GROUP)), on(engine));
      election.stand(() -> Proclamation.candidate("rehearsal", "", 0, "").toJson());
      return runs.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static EngineSettings settings() {
    JobDefinition nothing =
        new JobDefinition(
            new JobName("nothing"),
            Nothing.class,
            Grids.every(Duration.ofMillis(20)),
            CatchUp.of(new CatchUpConfig(CatchUpConfig.Policy.LAST, 1, Duration.ofMinutes(1))),
            Concurrency.ALLOW,
            Optional.empty(),
            Map.of(),
            "");
    return new EngineSettings(
        GROUP, NODE, 2, 10, Duration.ofSeconds(1), Duration.ofSeconds(1), List.of(nothing));
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
