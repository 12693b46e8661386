package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Trigger;
import org.quartz.impl.calendar.WeeklyCalendar;
import org.quartz.impl.matchers.GroupMatcher;

/** Calls that change several things at once. */
abstract class BulkContract extends JobStoreContract {

  private static Map<JobDetail, Set<? extends Trigger>> two() {
    JobDetail a = job("a", "g");
    JobDetail b = passing("b", "g");
    Map<JobDetail, Set<? extends Trigger>> all = new LinkedHashMap<>();
    all.put(a, Set.of(hourly("a1", "g", a, T), hourly("a2", "g", a, T)));
    all.put(b, Set.of(hourly("b1", "g", b, T)));
    return all;
  }

  @Test
  void jobsAndTriggersAreStoredTogether() throws Exception {
    store().storeJobsAndTriggers(two(), false);

    assertThat(store().getNumberOfJobs()).isEqualTo(2);
    assertThat(due()).containsExactlyInAnyOrder("a1", "a2", "b1");
  }

  @Test
  void oneJobThatIsThereRefusesThemAll() throws Exception {
    store().storeJob(job("b", "g"), false);

    assertThatThrownBy(() -> store().storeJobsAndTriggers(two(), false))
        .isInstanceOf(ObjectAlreadyExistsException.class)
        .hasMessageContaining("b");
    assertThat(store().getNumberOfJobs()).isEqualTo(1);
    assertThat(store().getNumberOfTriggers()).isZero();
  }

  @Test
  void oneTriggerThatIsThereRefusesThemAll() throws Exception {
    store("x", "g");
    store().storeTrigger(hourly("b1", "g", job("x", "g"), T), false);

    assertThatThrownBy(() -> store().storeJobsAndTriggers(two(), false))
        .isInstanceOf(ObjectAlreadyExistsException.class)
        .hasMessageContaining("b1");
    assertThat(store().getNumberOfJobs()).isEqualTo(1);
    assertThat(store().getNumberOfTriggers()).isEqualTo(2);
  }

  @Test
  void replacingThemAllReplacesThemAll() throws Exception {
    store().storeJobsAndTriggers(two(), false);
    JobDetail alone = job(Alone.class, "a", "g");
    Map<JobDetail, Set<? extends Trigger>> again = new LinkedHashMap<>(two());
    again.remove(alone);
    again.put(alone, Set.of(hourly("a1", "g", alone, T.plusSeconds(5))));

    store().storeJobsAndTriggers(again, true);
    assertThat(store().retrieveJob(alone.getKey()).getJobClass()).isEqualTo(Alone.class);
    assertThat(store().retrieveTrigger(key("a1", "g")).getNextFireTime())
        .isEqualTo(date(T.plusSeconds(5)));
    assertThat(store().getNumberOfTriggers()).isEqualTo(3);
  }

  @Test
  void aTriggerOfAnUnknownJobRefusesTheRest() throws Exception {
    Map<JobDetail, Set<? extends Trigger>> all = two();
    all.put(job("c", "g"), Set.of(hourly("stray", "g", job("nobody", "g"), T)));

    assertThatThrownBy(() -> store().storeJobsAndTriggers(all, false))
        .isInstanceOf(JobPersistenceException.class)
        .hasMessageContaining("nobody");
    assertThat(store().getNumberOfJobs()).isEqualTo(differs(Difference.ALL_OR_NOTHING) ? 0 : 3);
  }

  @Test
  void aJobAndItsTriggerAreStoredTogether() throws Exception {
    store("x", "g");
    JobDetail job = job("a", "g");

    assertThatThrownBy(
            () -> store().storeJobAndTrigger(job("x", "g"), hourly("t", "g", job("x", "g"), T)))
        .isInstanceOf(ObjectAlreadyExistsException.class);
    assertThat(store().checkExists(key("t", "g"))).isFalse();
    assertThatThrownBy(() -> store().storeJobAndTrigger(job, hourly("x", "g", job, T)))
        .isInstanceOf(ObjectAlreadyExistsException.class);
    assertThat(store().checkExists(job.getKey())).isEqualTo(!differs(Difference.ALL_OR_NOTHING));
  }

  @Test
  void removingSeveralJobsTellsWhetherAllWereThere() throws Exception {
    store().storeJobsAndTriggers(two(), false);
    store("c", "g");

    assertThat(store().removeJobs(List.of(jobKey("a", "g"), jobKey("x", "g")))).isFalse();
    assertThat(store().checkExists(jobKey("a", "g"))).isFalse();
    assertThat(store().checkExists(key("a1", "g"))).isFalse();
    assertThat(store().removeJobs(List.of(jobKey("b", "g"), jobKey("c", "g")))).isTrue();
    assertThat(store().getNumberOfJobs()).isZero();
    assertThat(store().getNumberOfTriggers()).isZero();
  }

  @Test
  void removingSeveralTriggersTellsWhetherAllWereThereAndRemovesOrphans() throws Exception {
    store().storeJobsAndTriggers(two(), false);

    assertThat(store().removeTriggers(List.of(key("a1", "g"), key("x", "g")))).isFalse();
    assertThat(store().checkExists(key("a1", "g"))).isFalse();
    assertThat(store().removeTriggers(List.of(key("a2", "g"), key("b1", "g")))).isTrue();
    assertThat(store().checkExists(jobKey("a", "g"))).isTrue();
    assertThat(store().checkExists(jobKey("b", "g"))).isFalse();
    assertThat(signals().deletedJobs()).containsExactly(jobKey("b", "g"));
  }

  @Test
  void bothTriggersOfAPassingJobInOneCallRemoveItOnce() throws Exception {
    JobDetail job = passing("p", "g");
    store()
        .storeJobsAndTriggers(
            Map.of(job, Set.of(hourly("p1", "g", job, T), hourly("p2", "g", job, T))), false);

    assertThat(store().removeTriggers(List.of(key("p1", "g"), key("p2", "g")))).isTrue();
    assertThat(store().checkExists(job.getKey())).isFalse();
    assertThat(signals().deletedJobs()).containsExactly(job.getKey());
  }

  @Test
  void clearingRemovesEverything() throws Exception {
    store().storeJobsAndTriggers(two(), false);
    store().storeCalendar("c", new WeeklyCalendar(), false, false);
    store().pauseTriggers(GroupMatcher.triggerGroupEquals("g"));
    store().clearAllSchedulingData();

    assertThat(store().getNumberOfJobs()).isZero();
    assertThat(store().getNumberOfTriggers()).isZero();
    assertThat(store().getNumberOfCalendars()).isZero();
    assertThat(due()).isEmpty();
    assertThat(store().getPausedTriggerGroups().isEmpty())
        .isEqualTo(differs(Difference.CLEARING_FORGETS_PAUSES));
  }
}
