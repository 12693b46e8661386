package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.Trigger.TriggerState;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

/** What the end of a run does. */
abstract class CompletionContract extends JobStoreContract {

  private JobDetail storeAlone() throws Exception {
    JobDetail job = job(Alone.class, "a", "g");
    store().storeJobAndTrigger(job, hourly("t1", "g", job, T));
    store().storeTrigger(hourly("t2", "g", job, T.plusSeconds(1)), false);
    return job;
  }

  @Test
  void aRunningJobThatRunsAloneBlocksItsTriggers() throws Exception {
    JobDetail job = storeAlone();
    TriggerFiredBundle fired = fire(acquireOne("t1"));
    store().storeTrigger(hourly("t3", "g", job, T), false);

    assertThat(state("t1", "g")).isEqualTo(TriggerState.BLOCKED);
    assertThat(state("t2", "g")).isEqualTo(TriggerState.BLOCKED);
    assertThat(state("t3", "g")).isEqualTo(TriggerState.BLOCKED);
    assertThat(due()).isEmpty();

    int before = signals().changes();
    complete(fired, CompletedExecutionInstruction.NOOP);
    assertThat(state("t1", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(names(acquire(9))).containsExactly("t3");
    assertThat(signals().changes()).isGreaterThan(before);
  }

  @Test
  void anOrdinaryJobBlocksNothing() throws Exception {
    store("a", "g");
    TriggerFiredBundle fired = fire(acquireOne("a"));

    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(due()).containsExactly("a");
    complete(fired, CompletedExecutionInstruction.NOOP);
    assertThat(due()).containsExactly("a");
  }

  @Test
  void aJobThatIsDeletedWhileItRunsEndsQuietlyAndIsNotBlockedWhenItComesAgain() throws Exception {
    JobDetail job = storeAlone();
    TriggerFiredBundle fired = fire(acquireOne("t1"));
    assertThat(store().removeJob(job.getKey())).isTrue();
    complete(fired, CompletedExecutionInstruction.NOOP);

    assertThat(store().checkExists(job.getKey())).isFalse();
    store().storeJobAndTrigger(job, hourly("t1", "g", job, T));
    assertThat(state("t1", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(due()).containsExactly("t1");
  }

  @Test
  void aTriggerThatIsDeletedWhileItFiresUnblocksItsJobAllTheSame() throws Exception {
    storeAlone();
    TriggerFiredBundle fired = fire(acquireOne("t1"));
    store().removeTrigger(key("t1", "g"));
    complete(fired, CompletedExecutionInstruction.DELETE_TRIGGER);

    assertThat(state("t2", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(due()).containsExactly("t2");
  }

  @Test
  void whatAJobKeepsIsThereForItsNextRun() throws Exception {
    JobDetail job = job(Keeping.class, "a", "g");
    job.getJobDataMap().put("count", 1);
    store().storeJobAndTrigger(job, hourly("a", "g", job, T));
    TriggerFiredBundle fired = fire(acquireOne("a"));
    fired.getJobDetail().getJobDataMap().put("count", 2);
    fired.getJobDetail().getJobDataMap().put("more", "x");
    complete(fired, CompletedExecutionInstruction.NOOP);

    JobDataMap kept = store().retrieveJob(job.getKey()).getJobDataMap();
    assertThat(kept.getInt("count")).isEqualTo(2);
    assertThat(kept.getString("more")).isEqualTo("x");
    JobDataMap next = fire(acquireOne("a")).getJobDetail().getJobDataMap();
    assertThat(next.getInt("count")).isEqualTo(2);

    store().storeJob(job, true);
    assertThat(store().retrieveJob(job.getKey()).getJobDataMap().getWrappedMap())
        .isEqualTo(job.getJobDataMap().getWrappedMap());
  }

  @Test
  void whatAnOrdinaryJobLeavesInItsDataIsForgotten() throws Exception {
    store("a", "g");
    TriggerFiredBundle fired = fire(acquireOne("a"));
    fired.getJobDetail().getJobDataMap().put("count", 2);
    complete(fired, CompletedExecutionInstruction.NOOP);

    assertThat(store().retrieveJob(jobKey("a", "g")).getJobDataMap()).isEmpty();
  }

  @Test
  void theLastSlotOfAPassingJobRemovesBoth() throws Exception {
    JobDetail job = passing("a", "g");
    store().storeJobAndTrigger(job, once("a", "g", job, T));
    TriggerFiredBundle fired = fire(acquireOne("a"));
    assertThat(fired.getNextFireTime()).isNull();
    complete(fired, CompletedExecutionInstruction.DELETE_TRIGGER);

    assertThat(store().checkExists(key("a", "g"))).isFalse();
    assertThat(store().checkExists(job.getKey())).isFalse();
    assertThat(signals().deletedJobs()).containsExactly(job.getKey());
  }

  @Test
  void aTriggerThatWasRescheduledMeanwhileIsNotDeleted() throws Exception {
    JobDetail job = job("a", "g");
    store().storeJobAndTrigger(job, once("a", "g", job, T));
    TriggerFiredBundle fired = fire(acquireOne("a"));
    store().storeTrigger(once("a", "g", job, T.plus(HOUR)), true);
    complete(fired, CompletedExecutionInstruction.DELETE_TRIGGER);

    assertThat(store().retrieveTrigger(key("a", "g")).getNextFireTime())
        .isEqualTo(date(T.plus(HOUR)));
    assertThat(due()).containsExactly("a");
  }

  @Test
  void aTriggerIsDeletedThoughItCouldFireAgain() throws Exception {
    store("a", "g");
    complete(fire(acquireOne("a")), CompletedExecutionInstruction.DELETE_TRIGGER);

    assertThat(store().checkExists(key("a", "g"))).isFalse();
    assertThat(store().checkExists(jobKey("a", "g"))).isTrue();
  }

  @Test
  void aTriggerIsMadeComplete() throws Exception {
    JobDetail job = job("a", "g");
    store().storeJobAndTrigger(job, hourly("t1", "g", job, T));
    store().storeTrigger(hourly("t2", "g", job, T.plusSeconds(1)), false);
    complete(fire(acquireOne("t1")), CompletedExecutionInstruction.SET_TRIGGER_COMPLETE);

    assertThat(state("t1", "g")).isEqualTo(TriggerState.COMPLETE);
    assertThat(due()).containsExactly("t2");
    store().pauseTrigger(key("t1", "g"));
    store().resumeTrigger(key("t1", "g"));
    assertThat(state("t1", "g")).isEqualTo(TriggerState.COMPLETE);
  }

  @Test
  void allTriggersOfAJobAreMadeComplete() throws Exception {
    storeAlone();
    store("b", "g");
    complete(fire(acquireOneOf("t1")), CompletedExecutionInstruction.SET_ALL_JOB_TRIGGERS_COMPLETE);

    assertThat(state("t1", "g")).isEqualTo(TriggerState.COMPLETE);
    assertThat(state("t2", "g")).isEqualTo(TriggerState.COMPLETE);
    assertThat(due()).containsExactly("b");
  }

  @Test
  void allTriggersOfAJobAreSetToError() throws Exception {
    storeAlone();
    store("b", "g");
    complete(fire(acquireOneOf("t1")), CompletedExecutionInstruction.SET_ALL_JOB_TRIGGERS_ERROR);

    assertThat(state("t1", "g")).isEqualTo(TriggerState.ERROR);
    assertThat(state("t2", "g")).isEqualTo(TriggerState.ERROR);
    assertThat(due()).containsExactly("b");
  }

  private OperableTrigger acquireOneOf(String name) throws Exception {
    OperableTrigger wanted = null;
    for (OperableTrigger trigger : acquire(9)) {
      if (trigger.getKey().getName().equals(name)) {
        wanted = trigger;
      } else {
        store().releaseAcquiredTrigger(trigger);
      }
    }
    assertThat(wanted).isNotNull();
    return wanted;
  }

  @Test
  void dataWithoutAFormInJsonIsTakenOnlyInMemory() throws Exception {
    JobDetail job = job("a", "g");
    job.getJobDataMap().put("connection", new AtomicInteger());

    if (differs(Difference.DATA_IS_JSON)) {
      assertThatThrownBy(() -> store().storeJob(job, false))
          .isInstanceOf(JobPersistenceException.class)
          .hasMessageContaining("connection")
          .hasMessageContaining(AtomicInteger.class.getName());
      assertThat(store().checkExists(job.getKey())).isFalse();
    } else {
      store().storeJob(job, false);
    }
  }

  @Test
  void aManualRunIsListedOnlyInMemory() throws Exception {
    JobDetail job = job("a", "g");
    store().storeJob(job, false);
    OperableTrigger now = once("MT_1x2y3z", "DEFAULT", job, java.time.Instant.now());
    store().storeTrigger(now, false);

    assertThat(store().getTriggersForJob(job.getKey()).isEmpty())
        .isEqualTo(differs(Difference.MANUAL_RUNS_ARE_REQUESTS));
  }

  @Test
  void onlyOursIsClusteredAndPersistent() {
    boolean ours = differs(Difference.DURABLE_AND_SHARED);
    assertThat(List.of(store().isClustered(), store().supportsPersistence())).containsOnly(ours);
  }
}
