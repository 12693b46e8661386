package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quartz.CronScheduleBuilder.cronSchedule;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.Trigger.TriggerState;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;

/** What is handed out to be fired, and what firing does. */
abstract class FireContract extends JobStoreContract {

  private void storePrioritised(String name, Instant first, int priority) throws Exception {
    JobDetail job = job(name, "g");
    OperableTrigger trigger = hourly(name, "g", job, first);
    trigger.setPriority(priority);
    store().storeJobAndTrigger(job, trigger);
  }

  @Test
  void theOrderIsTimeThenPriorityThenKey() throws Exception {
    storePrioritised("late", T.plusSeconds(1), 9);
    storePrioritised("z", T, 5);
    storePrioritised("y", T, 5);
    storePrioritised("first", T, 6);
    storePrioritised("low", T, 1);

    assertThat(names(acquire(4))).containsExactly("first", "y", "z", "low");
    assertThat(names(acquire(4))).containsExactly("late");
    assertThat(acquire(4)).isEmpty();
  }

  /** As Quartz does when something earlier comes up. */
  @Test
  void whoIsHandedAListMayEmptyIt() throws Exception {
    storePrioritised("a", T, 5);
    List<OperableTrigger> acquired = acquire(1);
    acquired.forEach(store()::releaseAcquiredTrigger);
    acquired.clear();
    assertThat(names(acquire(1))).containsExactly("a");
  }

  @Test
  void onlyWhatIsDueUntilThenIsHandedOut() throws Exception {
    storePrioritised("a", T, 5);
    storePrioritised("b", T.plusSeconds(10), 5);
    storePrioritised("c", T.plusSeconds(30), 5);

    assertThat(store().acquireNextTriggers(T.toEpochMilli() - 1, 9, 0)).isEmpty();
    List<OperableTrigger> exact = store().acquireNextTriggers(T.toEpochMilli(), 9, 0);
    assertThat(names(exact)).containsExactly("a");
    exact.forEach(store()::releaseAcquiredTrigger);
    assertThat(names(store().acquireNextTriggers(T.toEpochMilli(), 9, 10_000)))
        .as("the window opens with the first one")
        .containsExactly("a", "b");
  }

  @Test
  void whatIsHandedOutIsNotHandedOutAgainUnlessItIsReleased() throws Exception {
    store("a", "g");
    OperableTrigger acquired = acquireOne("a");
    assertThat(acquire(1)).isEmpty();
    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);

    store().releaseAcquiredTrigger(acquired);
    OperableTrigger again = acquireOne("a");
    assertThat(again).isNotSameAs(acquired);
    assertThat(again.getNextFireTime()).isEqualTo(date(T));
    store().removeTrigger(again.getKey());
    store().releaseAcquiredTrigger(again);
    assertThat(acquire(1)).isEmpty();
  }

  @Test
  void eachOneHandedOutHasAnIdOfItsOwn() throws Exception {
    store("a", "g");
    store("b", "g");
    List<OperableTrigger> batch = acquire(2);

    assertThat(batch.get(0).getFireInstanceId()).isNotNull();
    assertThat(batch.get(1).getFireInstanceId()).isNotNull();
    assertThat(batch.get(0).getFireInstanceId()).isNotEqualTo(batch.get(1).getFireInstanceId());
  }

  @Test
  void whatIsHandedOutIsACopy() throws Exception {
    store("a", "g");
    OperableTrigger acquired = acquireOne("a");
    acquired.setPriority(9);
    acquired.getJobDataMap().put("x", "y");

    assertThat(store().retrieveTrigger(key("a", "g")).getPriority()).isEqualTo(5);
    assertThat(store().retrieveTrigger(key("a", "g")).getJobDataMap()).isEmpty();
  }

  @Test
  void firingMovesTheTriggerOn() throws Exception {
    OperableTrigger given = store("a", "g");
    given.setJobDataMap(new JobDataMap());
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    TriggerFiredBundle first = fire(acquireOne("a"));

    assertThat(first.getJobDetail().getKey()).isEqualTo(jobKey("a", "g"));
    assertThat(first.getJobDetail().getJobClass()).isEqualTo(Plain.class);
    assertThat(first.getTrigger().getKey()).isEqualTo(key("a", "g"));
    assertThat(first.getCalendar()).isNull();
    assertThat(first.isRecovering()).isFalse();
    assertThat(first.getFireTime()).isAfterOrEqualTo(date(before));
    assertThat(first.getScheduledFireTime()).isEqualTo(date(T));
    assertThat(first.getPrevFireTime()).isNull();
    assertThat(first.getNextFireTime()).isEqualTo(date(T.plus(HOUR)));
    assertThat(first.getTrigger().getPreviousFireTime()).isEqualTo(date(T));
    assertThat(first.getTrigger().getNextFireTime()).isEqualTo(date(T.plus(HOUR)));
    assertThat(((SimpleTrigger) first.getTrigger()).getTimesTriggered()).isEqualTo(1);

    OperableTrigger stored = store().retrieveTrigger(key("a", "g"));
    assertThat(stored.getPreviousFireTime()).isEqualTo(date(T));
    assertThat(stored.getNextFireTime()).isEqualTo(date(T.plus(HOUR)));
    assertThat(((SimpleTrigger) stored).getTimesTriggered()).isEqualTo(1);

    TriggerFiredBundle second = fire(acquireOne("a"));
    assertThat(second.getScheduledFireTime()).isEqualTo(date(T.plus(HOUR)));
    assertThat(second.getPrevFireTime()).isEqualTo(date(T));
  }

  @Test
  void severalFireTogetherInTheirPlaces() throws Exception {
    store("a", "g");
    store("b", "g");
    store("c", "g");
    List<OperableTrigger> batch = new ArrayList<>(acquire(3));
    java.util.Collections.reverse(batch);
    List<TriggerFiredResult> results = store().triggersFired(batch);

    assertThat(
            results.stream()
                .map(result -> result.getTriggerFiredBundle().getTrigger().getKey().getName()))
        .containsExactly("c", "b", "a");
  }

  @Test
  void whatWasPausedOrRemovedMeanwhileDoesNotFire() throws Exception {
    store("a", "g");
    store("b", "g");
    store("c", "g");
    List<OperableTrigger> batch = acquire(3);
    store().pauseTrigger(key("a", "g"));
    store().removeTrigger(key("b", "g"));
    List<TriggerFiredResult> results = store().triggersFired(batch);

    if (differs(Difference.ONE_RESULT_FOR_EACH_TRIGGER)) {
      assertThat(results).hasSize(3);
      assertThat(results.get(0).getTriggerFiredBundle()).isNull();
      assertThat(results.get(1).getTriggerFiredBundle()).isNull();
    } else {
      assertThat(results).hasSize(1);
    }
    assertThat(
            Objects.requireNonNull(results.get(results.size() - 1).getTriggerFiredBundle())
                .getTrigger()
                .getKey())
        .isEqualTo(key("c", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    store().resumeTrigger(key("a", "g"));
    store().releaseAcquiredTrigger(batch.get(0));
    assertThat(store().retrieveTrigger(key("a", "g")).getNextFireTime()).isEqualTo(date(T));
    assertThat(due()).contains("a");
  }

  @Test
  void oneTriggerOfAJobThatRunsAloneIsHandedOutAtATime() throws Exception {
    JobDetail job = job(Alone.class, "a", "g");
    store().storeJobAndTrigger(job, hourly("t1", "g", job, T));
    store().storeTrigger(hourly("t2", "g", job, T), false);
    store("b", "g");

    assertThat(names(acquire(3))).containsExactlyInAnyOrder("t1", "b");
  }

  @Test
  void aSimpleTriggerFiresAsOftenAsItSays() throws Exception {
    JobDetail job = job("a", "g");
    store()
        .storeJobAndTrigger(
            job,
            ready(
                newTrigger()
                    .withIdentity("a", "g")
                    .startAt(date(T))
                    .forJob(job)
                    .withSchedule(simpleSchedule().withIntervalInSeconds(60).withRepeatCount(2))
                    .build()));

    for (int i = 0; i < 3; i++) {
      TriggerFiredBundle fired = fire(acquireOne("a"));
      assertThat(fired.getScheduledFireTime()).isEqualTo(date(T.plusSeconds(60L * i)));
      assertThat(fired.getTrigger().mayFireAgain()).isEqualTo(i < 2);
      if (i == 2) {
        assertThat(state("a", "g"))
            .isEqualTo(
                differs(Difference.WITHOUT_SLOTS_IS_COMPLETE)
                    ? TriggerState.COMPLETE
                    : TriggerState.NORMAL);
        assertThat(store().retrieveTrigger(key("a", "g")).mayFireAgain()).isFalse();
      }
      complete(fired, CompletedExecutionInstruction.NOOP);
    }
    assertThat(acquire(1)).isEmpty();
  }

  @Test
  void nothingFiresAfterTheEnd() throws Exception {
    JobDetail job = job("a", "g");
    store()
        .storeJobAndTrigger(
            job,
            ready(
                newTrigger()
                    .withIdentity("a", "g")
                    .startAt(date(T))
                    .endAt(date(T.plusSeconds(90)))
                    .forJob(job)
                    .withSchedule(simpleSchedule().withIntervalInSeconds(60).repeatForever())
                    .build()));

    assertThat(fire(acquireOne("a")).getNextFireTime()).isEqualTo(date(T.plusSeconds(60)));
    assertThat(fire(acquireOne("a")).getNextFireTime()).isNull();
    assertThat(acquire(1)).isEmpty();
  }

  @Test
  void aMissedTriggerThatShallFireOnceFiresOnce() throws Exception {
    Instant now = Instant.now();
    storeMissed(now.minus(Duration.ofDays(3)), CronTriggerImpl.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
    OperableTrigger acquired = acquireOne("a");

    Instant slot = acquired.getNextFireTime().toInstant();
    Instant onTheHour = slot.truncatedTo(ChronoUnit.HOURS);
    assertThat(slot).isBetween(now.minus(HOUR).minusMillis(1), now.plus(HOUR));
    if (differs(Difference.MISSED_SLOTS_KEEP_THEIR_INSTANTS)) {
      assertThat(slot).isEqualTo(onTheHour);
    } else {
      assertThat(signals().misfired()).containsExactly(key("a", "g"));
    }
    assertThat(fire(acquired).getNextFireTime()).isEqualTo(date(onTheHour.plus(HOUR)));
  }

  @Test
  void aMissedTriggerThatShallNotFireWaitsForItsNextSlot() throws Exception {
    Instant now = Instant.now();
    storeMissed(now.minus(Duration.ofDays(3)), CronTriggerImpl.MISFIRE_INSTRUCTION_DO_NOTHING);

    assertThat(acquireOne("a").getNextFireTime()).isAfterOrEqualTo(date(now));
  }

  @Test
  void aMissedTriggerThatIgnoresMisfiresFiresThemAll() throws Exception {
    Instant start = Instant.now().minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.HOURS);
    storeMissed(start, CronTriggerImpl.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);

    for (int i = 0; i < 4; i++) {
      TriggerFiredBundle fired = fire(acquireOne("a"));
      assertThat(fired.getScheduledFireTime()).isEqualTo(date(start.plus(Duration.ofHours(i))));
    }
  }

  @Test
  void whatWasFiredUnderANameIsNotFiredAgainWhenItsTriggerIsStoredAnew() throws Exception {
    Instant start = Instant.now().minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.HOURS);
    storeMissed(start, CronTriggerImpl.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
    fire(acquireOne("a"));
    fire(acquireOne("a"));
    store().removeJob(jobKey("a", "g"));

    storeMissed(start, CronTriggerImpl.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);

    Instant next = differs(Difference.SLOTS_ARE_RUN_ONCE) ? start.plus(Duration.ofHours(2)) : start;
    assertThat(fire(acquireOne("a")).getScheduledFireTime()).isEqualTo(date(next));
  }

  private void storeMissed(Instant start, int misfireInstruction) throws Exception {
    JobDetail job = job("a", "g");
    OperableTrigger trigger =
        ready(
            newTrigger()
                .withIdentity("a", "g")
                .forJob(job)
                .startAt(date(start))
                .withSchedule(cronSchedule("0 0 * * * ?").inTimeZone(TimeZone.getTimeZone("UTC")))
                .build());
    trigger.setMisfireInstruction(misfireInstruction);
    store().storeJobAndTrigger(job, trigger);
  }

  @Test
  void aTriggerOfOnesOwnClassIsTakenOnlyInMemory() throws Exception {
    store().storeJob(job("a", "g"), false);
    CronTriggerImpl own = new OwnTrigger();
    own.setKey(key("t", "g"));
    own.setJobKey(jobKey("a", "g"));
    own.setCronExpression("0 0 * * * ?");
    own.setStartTime(date(T));
    own.computeFirstFireTime(null);

    if (differs(Difference.STOCK_CLASSES_ONLY)) {
      assertThatThrownBy(() -> store().storeTrigger(own, false))
          .isInstanceOf(JobPersistenceException.class)
          .hasMessageContaining(OwnTrigger.class.getName());
    } else {
      store().storeTrigger(own, false);
      assertThat(due()).containsExactly("t");
    }
  }

  /** Somebody's own. */
  static final class OwnTrigger extends CronTriggerImpl {
    private static final long serialVersionUID = 1L;
  }
}
