package dev.tenure.jobstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.testing.EtcdSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.LoggerFactory;

/** etcd is restored from a snapshot beneath a scheduler of one's own. */
final class RestoredSchedulerIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final AtomicInteger RUNS = new AtomicInteger();

  @TempDir private Path data;

  /** Made by Quartz. */
  public static final class Counted implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      RUNS.incrementAndGet();
    }
  }

  private static void awaitRuns(int more) {
    int before = RUNS.get();
    await(more + " more runs").atMost(LIMIT).until(() -> RUNS.get() >= before + more);
  }

  @Test
  void aSchedulerSaysThatEtcdWentBackAndTheNextOneGoesOn() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(EtcdJobStore.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single().withDataDir(data))) {
      Properties properties =
          QuartzApplication.properties(etcd.endpoint(0), "/restored/guest", "only");
      Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
      scheduler.scheduleJob(
          JobBuilder.newJob(Counted.class).withIdentity("job").storeDurably().build(),
          TriggerBuilder.newTrigger()
              .withIdentity("trigger")
              .withSchedule(
                  SimpleScheduleBuilder.simpleSchedule()
                      .withIntervalInMilliseconds(200)
                      .repeatForever())
              .build());
      scheduler.start();
      awaitRuns(5);
      EtcdSnapshot snapshot = EtcdSnapshot.of(etcd, data);
      awaitRuns(20);

      snapshot.restore();
      await("it says so")
          .atMost(LIMIT)
          .until(
              () ->
                  List.copyOf(said.list).stream()
                      .anyMatch(line -> line.getFormattedMessage().contains("etcd has gone back")));
      scheduler.shutdown(true);

      Scheduler next = new StdSchedulerFactory(properties).getScheduler();
      next.start();
      awaitRuns(10);
      next.shutdown(true);
      assertThat(next.isShutdown()).isTrue();
    } finally {
      logger.detachAppender(said);
    }
  }
}
