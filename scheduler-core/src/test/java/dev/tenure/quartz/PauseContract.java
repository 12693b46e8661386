package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quartz.JobDetail;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.Trigger.TriggerState;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.TriggerFiredBundle;

/** Pausing and resuming. */
abstract class PauseContract extends JobStoreContract {

  @Test
  void aPausedTriggerDoesNotFireUntilItIsResumed() throws Exception {
    store("a", "g");
    store("b", "g");
    store().pauseTrigger(key("a", "g"));

    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(state("b", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(due()).containsExactly("b");

    store().resumeTrigger(key("a", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(due()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void pausingWhatIsNotThereDoesNothing() throws Exception {
    store().pauseTrigger(key("a", "g"));
    store().resumeTrigger(key("a", "g"));
    store().pauseJob(jobKey("a", "g"));
    store().resumeJob(jobKey("a", "g"));
    store().resetTriggerFromErrorState(key("a", "g"));
    assertThat(store().resumeTriggers(GroupMatcher.triggerGroupEquals("g"))).isEmpty();
    assertThat(store().resumeJobs(GroupMatcher.jobGroupEquals("g"))).isEmpty();
    assertThat(store().getPausedTriggerGroups()).isEmpty();
  }

  @Test
  void aPausedTriggerThatIsReplacedIsNotPausedAnyMore() throws Exception {
    store("a", "g");
    store().pauseTrigger(key("a", "g"));
    store().storeTrigger(hourly("a", "g", job("a", "g"), T), true);

    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);
  }

  @Test
  void aPausedGroupIsRememberedForLaterTriggers() throws Exception {
    store("a", "g");
    store("b", "h");
    assertThat(store().pauseTriggers(GroupMatcher.triggerGroupEquals("g"))).containsExactly("g");
    JobDetail late = job("late", "h");
    store().storeJobAndTrigger(late, hourly("late", "g", late, T));

    assertThat(store().getPausedTriggerGroups()).containsExactly("g");
    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(state("late", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(due()).containsExactly("b");

    assertThat(store().resumeTriggers(GroupMatcher.triggerGroupEquals("g"))).containsExactly("g");
    assertThat(store().getPausedTriggerGroups()).isEmpty();
    assertThat(due()).containsExactlyInAnyOrder("a", "b", "late");
  }

  @Test
  void aGroupWithoutTriggersCanBePausedAhead() throws Exception {
    assertThat(store().pauseTriggers(GroupMatcher.triggerGroupEquals("g"))).containsExactly("g");
    store("a", "g");

    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
  }

  @Test
  void oneTriggerOfAPausedGroupIsResumedAlone() throws Exception {
    store("a", "g");
    store("b", "g");
    store().pauseTriggers(GroupMatcher.triggerGroupEquals("g"));
    store().resumeTrigger(key("a", "g"));

    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(state("b", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(store().getPausedTriggerGroups()).containsExactly("g");
    assertThat(due()).containsExactly("a");

    store().pauseTriggers(GroupMatcher.triggerGroupEquals("g"));
    assertThat(state("a", "g"))
        .isEqualTo(
            differs(Difference.PAUSING_AGAIN_PAUSES_ALL)
                ? TriggerState.PAUSED
                : TriggerState.NORMAL);
  }

  @Test
  void aPatternPausesTheGroupsThatFit() throws Exception {
    store("a", "north");
    store("b", "northwest");
    store("c", "south");
    store().pauseTriggers(GroupMatcher.triggerGroupStartsWith("north"));

    assertThat(state("c", "south")).isEqualTo(TriggerState.NORMAL);
    if (differs(Difference.PATTERN_PAUSES_EVERY_GROUP)) {
      assertThat(due()).containsExactly("c");
      assertThat(store().getPausedTriggerGroups()).containsExactlyInAnyOrder("north", "northwest");
    } else {
      assertThat(due()).hasSize(2);
    }
    store().resumeTriggers(GroupMatcher.triggerGroupStartsWith("north"));
    assertThat(due()).hasSize(3);
    assertThat(store().getPausedTriggerGroups()).isEmpty();
  }

  @Test
  void aPausedJobPausesTheTriggersItHas() throws Exception {
    JobDetail job = job("a", "g");
    store().storeJobAndTrigger(job, hourly("t1", "x", job, T));
    store().storeTrigger(hourly("t2", "y", job, T), false);
    store("b", "g");
    store().pauseJob(job.getKey());
    store().storeTrigger(hourly("t3", "z", job, T), false);

    assertThat(state("t1", "x")).isEqualTo(TriggerState.PAUSED);
    assertThat(state("t2", "y")).isEqualTo(TriggerState.PAUSED);
    assertThat(due()).containsExactlyInAnyOrder("b", "t3");
    assertThat(store().getPausedTriggerGroups()).isEmpty();

    store().resumeJob(job.getKey());
    assertThat(due()).containsExactlyInAnyOrder("b", "t1", "t2", "t3");
  }

  @Test
  void aPausedJobGroupIsRememberedForLaterJobs() throws Exception {
    store("a", "g");
    store("b", "h");
    assertThat(store().pauseJobs(GroupMatcher.jobGroupEquals("g"))).containsExactly("g");
    JobDetail late = job("late", "g");
    store().storeJobAndTrigger(late, hourly("late", "elsewhere", late, T));

    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(state("late", "elsewhere")).isEqualTo(TriggerState.PAUSED);
    assertThat(due()).containsExactly("b");
    assertThat(store().getPausedTriggerGroups()).isEmpty();

    assertThat(store().resumeJobs(GroupMatcher.jobGroupEquals("g"))).containsExactly("g");
    assertThat(due()).containsExactlyInAnyOrder("a", "b", "late");
  }

  @Test
  void aPatternPausesTheJobGroupsThatFit() throws Exception {
    store("a", "north");
    store("b", "northwest");
    store("c", "south");

    assertThat(store().pauseJobs(GroupMatcher.jobGroupStartsWith("north")))
        .containsExactlyInAnyOrder("north", "northwest");
    assertThat(due()).containsExactly("c");
    assertThat(store().resumeJobs(GroupMatcher.jobGroupContains("north")))
        .containsExactlyInAnyOrder("north", "northwest");
    assertThat(due()).hasSize(3);
  }

  @Test
  void resumingTriggersLeavesThoseOfPausedJobGroupsPaused() throws Exception {
    store("a", "g");
    store().pauseJobs(GroupMatcher.jobGroupEquals("g"));
    store().resumeTriggers(GroupMatcher.triggerGroupEquals("g"));

    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    store().resumeTrigger(key("a", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);
  }

  @Test
  void everythingIsPausedAndResumed() throws Exception {
    store("a", "g");
    store("b", "h");
    store().pauseAll();
    store("c", "g");

    assertThat(due()).isEmpty();
    assertThat(state("c", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(store().getPausedTriggerGroups()).containsExactlyInAnyOrder("g", "h");

    store().pauseJobs(GroupMatcher.jobGroupEquals("h"));
    store().resumeAll();
    assertThat(due()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(store().getPausedTriggerGroups()).isEmpty();
  }

  @Test
  void whatIsPausedWhileItsJobRunsStaysPaused() throws Exception {
    JobDetail job = job(Alone.class, "a", "g");
    store().storeJobAndTrigger(job, hourly("a", "g", job, T));
    TriggerFiredBundle fired = fire(acquireOne("a"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.BLOCKED);
    store().pauseTrigger(key("a", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    store().resumeTrigger(key("a", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.BLOCKED);
    store().pauseTrigger(key("a", "g"));

    complete(fired, CompletedExecutionInstruction.NOOP);
    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(due()).isEmpty();
  }

  @Test
  void aTriggerInTheErrorStateIsReset() throws Exception {
    store("a", "g");
    complete(fire(acquireOne("a")), CompletedExecutionInstruction.SET_TRIGGER_ERROR);
    assertThat(state("a", "g")).isEqualTo(TriggerState.ERROR);

    store().resetTriggerFromErrorState(key("a", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.NORMAL);
    assertThat(due()).containsExactly("a");
  }

  @Test
  void aTriggerInTheErrorStateIsResetIntoItsGroupsPause() throws Exception {
    store("a", "g");
    store().pauseTriggers(GroupMatcher.triggerGroupEquals("g"));
    store().resumeTrigger(key("a", "g"));
    complete(fire(acquireOne("a")), CompletedExecutionInstruction.SET_TRIGGER_ERROR);

    store().resetTriggerFromErrorState(key("a", "g"));
    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
    assertThat(due().isEmpty()).isEqualTo(differs(Difference.ERROR_STOPS_FIRING));
  }

  @Test
  void onlyAnErrorIsReset() throws Exception {
    store("a", "g");
    store().pauseTrigger(key("a", "g"));
    store().resetTriggerFromErrorState(key("a", "g"));

    assertThat(state("a", "g")).isEqualTo(TriggerState.PAUSED);
  }

  @Test
  void aPauseEndsAnErrorOnlyInMemory() throws Exception {
    store("a", "g");
    complete(fire(acquireOne("a")), CompletedExecutionInstruction.SET_TRIGGER_ERROR);
    store().pauseTrigger(key("a", "g"));
    store().resumeTrigger(key("a", "g"));

    assertThat(state("a", "g"))
        .isEqualTo(
            differs(Difference.ERROR_OUTLASTS_PAUSES) ? TriggerState.ERROR : TriggerState.NORMAL);
  }
}
