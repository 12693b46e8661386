package dev.tenure.jobstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.EtcdStore;
import dev.tenure.testing.EtcdExtension;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.JobListener;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.Scheduler;
import org.quartz.SchedulerConfigException;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.JobListenerSupport;
import org.quartz.listeners.TriggerListenerSupport;
import org.quartz.simpl.PropertySettingJobFactory;
import org.quartz.spi.TriggerFiredBundle;

/**
 * Our store in a scheduler whose listeners, job factory and jobs misbehave: what makes Quartz block
 * a job for ever must not.
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class GuestSchedulerIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Where the jobs of one test leave their traces; jobs are made by Quartz. */
  private static final List<String> RUNS = new CopyOnWriteArrayList<>();

  /** Runs alone, so that a run that is never closed would block it. */
  @DisallowConcurrentExecution
  public static final class Alone implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      RUNS.add(Long.toString(context.getScheduledFireTime().getTime()));
    }
  }

  /** Counts its runs in its data. */
  @PersistJobDataAfterExecution
  @DisallowConcurrentExecution
  public static final class Counting implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      int count = context.getJobDetail().getJobDataMap().getInt("count") + 1;
      context.getJobDetail().getJobDataMap().put("count", count);
      RUNS.add("count " + count);
    }
  }

  /** Wants to be run again at once, and then not any more at all. */
  public static final class Demanding implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      RUNS.add(Long.toString(context.getScheduledFireTime().getTime()));
      JobExecutionException demand = new JobExecutionException("on purpose");
      demand.setRefireImmediately(RUNS.size() == 1);
      demand.setUnscheduleAllTriggers(RUNS.size() > 1);
      throw demand;
    }
  }

  private final AtomicBoolean once = new AtomicBoolean();
  private Properties properties;
  private Scheduler scheduler;

  @BeforeEach
  void open() throws Exception {
    RUNS.clear();
    properties =
        QuartzApplication.properties(etcd.etcd().endpoint(0), etcd.freshRoot() + "guest", "only");
    properties.setProperty("org.quartz.jobStore.beginTimeout", "1s");
    scheduler = new StdSchedulerFactory(properties).getScheduler();
  }

  @AfterEach
  void close() throws Exception {
    scheduler.shutdown(true);
  }

  private void schedule(Class<? extends Job> type) throws SchedulerException {
    scheduler.scheduleJob(
        JobBuilder.newJob(type).withIdentity("job").usingJobData("count", 0).storeDurably().build(),
        TriggerBuilder.newTrigger()
            .withIdentity("trigger")
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(200)
                    .repeatForever())
            .build());
    scheduler.start();
  }

  private static void awaitRuns(int more) {
    int before = RUNS.size();
    await().atMost(LIMIT).until(() -> RUNS.size() >= before + more);
  }

  private TriggerState state() throws SchedulerException {
    return scheduler.getTriggerState(new TriggerKey("trigger"));
  }

  private boolean isRecorded(String words) throws Exception {
    try (EtcdStore store = etcd.open()) {
      return store
          .list(properties.getProperty("org.quartz.jobStore.root"))
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS)
          .entries()
          .stream()
          .anyMatch(entry -> entry.value().utf8().contains(words));
    }
  }

  private void listen(JobListener listener) throws SchedulerException {
    scheduler.getListenerManager().addJobListener(listener);
  }

  @Test
  void aListenerThatThrowsAfterARunBlocksTheJobForAWhileOnly() throws Exception {
    listen(
        new JobListenerSupport() {
          @Override
          public String getName() {
            return "bad";
          }

          @Override
          public void jobWasExecuted(JobExecutionContext context, JobExecutionException thrown) {
            if (once.compareAndSet(false, true)) {
              throw new IllegalStateException("on purpose");
            }
          }
        });
    schedule(Alone.class);
    awaitRuns(1);

    awaitRuns(3);
    await().atMost(LIMIT).until(() -> isRecorded("a listener of jobs threw"));
    assertThat(RUNS).doesNotHaveDuplicates();
  }

  @Test
  void aListenerThatThrowsBeforeARunBlocksTheJobForAWhileOnly() throws Exception {
    listen(
        new JobListenerSupport() {
          @Override
          public String getName() {
            return "bad";
          }

          @Override
          public void jobToBeExecuted(JobExecutionContext context) {
            if (once.compareAndSet(false, true)) {
              throw new IllegalStateException("on purpose");
            }
          }
        });
    schedule(Alone.class);

    awaitRuns(3);
    await().atMost(LIMIT).until(() -> isRecorded("a listener threw, or did not return"));
  }

  @Test
  void aRunThatIsVetoedIsClosed() throws Exception {
    scheduler
        .getListenerManager()
        .addTriggerListener(
            new TriggerListenerSupport() {
              @Override
              public String getName() {
                return "veto";
              }

              @Override
              public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
                return once.compareAndSet(false, true);
              }
            });
    schedule(Alone.class);

    awaitRuns(3);
    assertThat(isRecorded("it was vetoed")).isTrue();
  }

  @Test
  void aJobThatCannotBeBuiltPutsItsTriggersIntoTheErrorStateUntilTheyAreReset() throws Exception {
    scheduler.setJobFactory(
        new PropertySettingJobFactory() {
          @Override
          public Job newJob(TriggerFiredBundle bundle, Scheduler by) throws SchedulerException {
            if (once.compareAndSet(false, true)) {
              throw new SchedulerException("on purpose");
            }
            return super.newJob(bundle, by);
          }
        });
    schedule(Alone.class);
    await().atMost(LIMIT).until(() -> state() == TriggerState.ERROR);
    assertThat(RUNS).isEmpty();

    scheduler.resetTriggerFromErrorState(new TriggerKey("trigger"));
    awaitRuns(3);
  }

  @Test
  void aJobIsRunAgainAtOnceAndTakenOutOfServiceWhenItAsksForThat() throws Exception {
    schedule(Demanding.class);
    await().atMost(LIMIT).until(() -> state() == TriggerState.COMPLETE);

    assertThat(RUNS).hasSizeGreaterThanOrEqualTo(2);
    assertThat(scheduler.checkExists(new JobKey("job"))).isTrue();
  }

  @Test
  void whatAJobKeepsOutlivesItsScheduler() throws Exception {
    schedule(Counting.class);
    await().atMost(LIMIT).until(() -> RUNS.contains("count 3"));
    scheduler.shutdown(true);
    int before = RUNS.size();
    scheduler = new StdSchedulerFactory(properties).getScheduler();
    scheduler.start();

    await().atMost(LIMIT).until(() -> RUNS.contains("count " + (before + 2)));
    assertThat(RUNS).doesNotHaveDuplicates();
  }

  @Test
  void theLedgerIsToldOfAJobThatIsDeletedAndOneOfItsNameBeginsAnew() throws Exception {
    schedule(Alone.class);
    awaitRuns(2);
    scheduler.deleteJob(new JobKey("job"));
    await().atMost(LIMIT).until(() -> isRecorded("\"forgot\":\"job\"") || isRecorded("\"gone\":"));

    schedule(Alone.class);
    awaitRuns(2);
    assertThat(RUNS).doesNotHaveDuplicates();
  }

  @Test
  void anEtcdThatIsNotThereIsToldWhenTheSchedulerIsMade() {
    Properties nowhere = QuartzApplication.properties("http://127.0.0.1:1", "/x", "only");
    nowhere.setProperty("org.quartz.scheduler.instanceName", "nowhere");
    nowhere.setProperty("org.quartz.jobStore.startTimeout", "300ms");

    assertThatThrownBy(() -> new StdSchedulerFactory(nowhere).getScheduler())
        .isInstanceOf(SchedulerConfigException.class)
        .hasMessageContaining("http://127.0.0.1:1");
  }
}
