package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.quartz.JobBuilder.newJob;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.Trigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.spi.JobStore;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;

/**
 * What any job store has to do for Quartz, in parts: a subclass for each part, and for each store a
 * test that runs all of them. A store hands out what is not due yet when it is asked for it.
 */
abstract class JobStoreContract {

  /** Is not run by these tests. */
  public static class Plain implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  /** One at a time. */
  @DisallowConcurrentExecution
  public static final class Alone extends Plain {}

  /** Keeps what it leaves in its data. */
  @PersistJobDataAfterExecution
  public static final class Keeping extends Plain {}

  /** An hour from now: no slot is missed by accident, and none looks like that of a wrong clock. */
  @SuppressWarnings("TimeInStaticInitializer") // one for all tests of a run is enough
  static final Instant T = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));

  static final Duration HOUR = Duration.ofHours(1);
  private static final Duration AGES = Duration.ofDays(5000);

  private StoreUnderTest tested;

  /** A fresh, empty store. */
  abstract StoreUnderTest open() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    tested = open();
  }

  @AfterEach
  final void closeStore() {
    if (tested != null) {
      tested.close();
    }
  }

  final JobStore store() {
    return tested.store();
  }

  final RecordedSignals signals() {
    return tested.signals();
  }

  final boolean differs(Difference difference) {
    return tested.differs(difference);
  }

  /** A durable job. */
  static JobDetail job(String name, String group) {
    return job(Plain.class, name, group);
  }

  static JobDetail job(Class<? extends Job> type, String name, String group) {
    return newJob(type).withIdentity(name, group).storeDurably().build();
  }

  /** A job that goes with its last trigger. */
  static JobDetail passing(String name, String group) {
    return newJob(Plain.class).withIdentity(name, group).build();
  }

  /** A trigger with a slot each hour, the first one at the given instant. */
  static OperableTrigger hourly(String name, String group, JobDetail job, Instant first) {
    return ready(
        newTrigger()
            .withIdentity(name, group)
            .forJob(job.getKey())
            .startAt(date(first))
            .withSchedule(simpleSchedule().withIntervalInHours(1).repeatForever())
            .build());
  }

  /** A trigger with a single slot. */
  static OperableTrigger once(String name, String group, JobDetail job, Instant slot) {
    return ready(
        newTrigger().withIdentity(name, group).forJob(job.getKey()).startAt(date(slot)).build());
  }

  /** As the scheduler hands triggers to its store: with their first fire time. */
  static OperableTrigger ready(Trigger trigger) {
    OperableTrigger operable = (OperableTrigger) trigger;
    assertThat(operable.computeFirstFireTime(null)).isNotNull();
    return operable;
  }

  static JobKey jobKey(String name, String group) {
    return new JobKey(name, group);
  }

  static TriggerKey key(String name, String group) {
    return new TriggerKey(name, group);
  }

  @SuppressWarnings("JavaUtilDate") // what Quartz speaks
  static Date date(Instant instant) {
    return Date.from(instant);
  }

  /** A durable job with one trigger of the same name and group, whose first slot is {@link #T}. */
  final OperableTrigger store(String name, String group) throws Exception {
    JobDetail job = job(name, group);
    OperableTrigger trigger = hourly(name, group, job, T);
    store().storeJobAndTrigger(job, trigger);
    return trigger;
  }

  final TriggerState state(String name, String group) throws Exception {
    return store().getTriggerState(key(name, group));
  }

  final List<OperableTrigger> acquire(int most) throws Exception {
    return store().acquireNextTriggers(T.plus(AGES).toEpochMilli(), most, AGES.toMillis());
  }

  /** Everything that would fire, without touching it. */
  final List<String> due() throws Exception {
    List<OperableTrigger> acquired = acquire(100);
    acquired.forEach(store()::releaseAcquiredTrigger);
    return names(acquired);
  }

  static List<String> names(List<OperableTrigger> triggers) {
    return triggers.stream().map(trigger -> trigger.getKey().getName()).toList();
  }

  final OperableTrigger acquireOne(String name) throws Exception {
    AtomicReference<OperableTrigger> acquired = new AtomicReference<>();
    await()
        .untilAsserted(
            () -> {
              List<OperableTrigger> one = acquire(1);
              assertThat(one).as("a store may have to look at missed slots first").isNotEmpty();
              acquired.set(one.get(0));
            });
    assertThat(acquired.get().getKey().getName()).isEqualTo(name);
    return acquired.get();
  }

  final TriggerFiredBundle fire(OperableTrigger acquired) throws Exception {
    List<TriggerFiredResult> results = store().triggersFired(List.of(acquired));
    assertThat(results).hasSize(1);
    assertThat(results.get(0).getException()).isNull();
    return Objects.requireNonNull(results.get(0).getTriggerFiredBundle());
  }

  final void complete(TriggerFiredBundle fired, CompletedExecutionInstruction instruction) {
    store().triggeredJobComplete(fired.getTrigger(), fired.getJobDetail(), instruction);
  }
}
