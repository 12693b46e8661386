package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quartz.impl.matchers.GroupMatcher.jobGroupContains;
import static org.quartz.impl.matchers.GroupMatcher.jobGroupEndsWith;
import static org.quartz.impl.matchers.GroupMatcher.jobGroupEquals;
import static org.quartz.impl.matchers.GroupMatcher.jobGroupStartsWith;
import static org.quartz.impl.matchers.GroupMatcher.triggerGroupContains;
import static org.quartz.impl.matchers.GroupMatcher.triggerGroupEndsWith;
import static org.quartz.impl.matchers.GroupMatcher.triggerGroupEquals;
import static org.quartz.impl.matchers.GroupMatcher.triggerGroupStartsWith;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import org.quartz.impl.calendar.WeeklyCalendar;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.utils.Key;

/** Names, groups and matchers. */
abstract class LookupContract extends JobStoreContract {

  @BeforeEach
  void storeSome() throws Exception {
    store("a", "north");
    store("b", "north");
    store("c", "northwest");
    store("d", "west");
    store().storeTrigger(hourly("e", "extra", job("a", "north"), T), false);
  }

  private static List<String> names(Collection<? extends Key<?>> keys) {
    return keys.stream().map(Key::getName).sorted().toList();
  }

  private List<String> jobs(GroupMatcher<JobKey> matcher) throws Exception {
    assertThat(store().getJobDetails(matcher).stream().map(job -> job.getKey().getName()).sorted())
        .isEqualTo(names(store().getJobKeys(matcher)));
    assertThat(store().getTriggersByJobGroup(matcher).stream().map(t -> t.getJobKey()).distinct())
        .containsExactlyInAnyOrderElementsOf(store().getJobKeys(matcher));
    return names(store().getJobKeys(matcher));
  }

  private List<String> triggers(GroupMatcher<TriggerKey> matcher) throws Exception {
    assertThat(
            store().getTriggersByTriggerGroup(matcher).stream()
                .map(trigger -> trigger.getKey().getName())
                .sorted())
        .isEqualTo(names(store().getTriggerKeys(matcher)));
    return names(store().getTriggerKeys(matcher));
  }

  @Test
  void jobsAreFoundByTheirGroup() throws Exception {
    assertThat(jobs(jobGroupEquals("north"))).containsExactly("a", "b");
    assertThat(jobs(jobGroupStartsWith("north"))).containsExactly("a", "b", "c");
    assertThat(jobs(jobGroupEndsWith("west"))).containsExactly("c", "d");
    assertThat(jobs(jobGroupContains("orth"))).containsExactly("a", "b", "c");
    assertThat(jobs(GroupMatcher.anyJobGroup())).containsExactly("a", "b", "c", "d");
    assertThat(jobs(jobGroupEquals("nor"))).isEmpty();
    assertThat(jobs(jobGroupStartsWith("x"))).isEmpty();
  }

  @Test
  void triggersAreFoundByTheirGroup() throws Exception {
    assertThat(triggers(triggerGroupEquals("north"))).containsExactly("a", "b");
    assertThat(triggers(triggerGroupStartsWith("e"))).containsExactly("e");
    assertThat(triggers(triggerGroupEndsWith("west"))).containsExactly("c", "d");
    assertThat(triggers(triggerGroupContains("t"))).containsExactly("a", "b", "c", "d", "e");
    assertThat(triggers(GroupMatcher.anyTriggerGroup())).hasSize(5);
    assertThat(triggers(triggerGroupEquals("x"))).isEmpty();
  }

  @Test
  void triggersAreFoundByTheGroupsOfBoth() throws Exception {
    assertThat(
            names(
                store()
                    .getTriggersByJobAndTriggerGroup(
                        jobGroupEquals("north"), triggerGroupEquals("extra"))
                    .stream()
                    .map(trigger -> trigger.getKey())
                    .toList()))
        .containsExactly("e");
    assertThat(
            store()
                .getTriggersByJobAndTriggerGroup(
                    jobGroupEquals("west"), triggerGroupEquals("extra")))
        .isEmpty();
  }

  @Test
  void triggersOfAJob() throws Exception {
    assertThat(
            names(
                store().getTriggersForJob(jobKey("a", "north")).stream()
                    .map(trigger -> trigger.getKey())
                    .toList()))
        .containsExactly("a", "e");
    assertThat(store().getTriggersForJob(jobKey("a", "south"))).isEmpty();
  }

  @Test
  void groupsComeAndGoWithTheirMembers() throws Exception {
    assertThat(store().getJobGroupNames()).containsExactlyInAnyOrder("north", "northwest", "west");
    assertThat(store().getTriggerGroupNames())
        .containsExactlyInAnyOrder("north", "northwest", "west", "extra");
    store().removeJob(jobKey("a", "north"));
    store().removeJob(jobKey("d", "west"));

    assertThat(store().getJobGroupNames()).containsExactlyInAnyOrder("north", "northwest");
    assertThat(store().getTriggerGroupNames()).containsExactlyInAnyOrder("north", "northwest");
  }

  @Test
  void everythingIsCounted() throws Exception {
    store().storeCalendar("c1", new WeeklyCalendar(), false, false);
    store().storeCalendar("c2", new WeeklyCalendar(), false, false);

    assertThat(store().getNumberOfJobs()).isEqualTo(4);
    assertThat(store().getNumberOfTriggers()).isEqualTo(5);
    assertThat(store().getNumberOfCalendars()).isEqualTo(2);
    assertThat(store().getCalendarNames()).containsExactlyInAnyOrder("c1", "c2");
  }
}
