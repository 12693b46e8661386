package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quartz.CalendarIntervalScheduleBuilder.calendarIntervalSchedule;
import static org.quartz.CronScheduleBuilder.cronSchedule;
import static org.quartz.DailyTimeIntervalScheduleBuilder.dailyTimeIntervalSchedule;
import static org.quartz.JobBuilder.newJob;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.CalendarIntervalTrigger;
import org.quartz.CronTrigger;
import org.quartz.DailyTimeIntervalTrigger;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.ScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.TimeOfDay;
import org.quartz.Trigger.TriggerState;
import org.quartz.spi.OperableTrigger;

/** Storing, replacing, removing and getting back. */
abstract class DefinitionContract extends JobStoreContract {

  private static final Map<String, Object> DATA =
      Map.of("text", "a", "int", 5, "long", 6L, "double", 1.5, "flag", true, "float", 2.5f);

  @Test
  void aJobComesBackAsItWasStored() throws Exception {
    JobDetail job =
        newJob(Alone.class)
            .withIdentity("a", "g")
            .withDescription("what it is")
            .storeDurably()
            .requestRecovery()
            .usingJobData(new JobDataMap(DATA))
            .build();
    store().storeJob(job, false);

    JobDetail back = store().retrieveJob(job.getKey());
    assertThat(back).isEqualTo(job);
    assertThat(back.getKey()).isEqualTo(job.getKey());
    assertThat(back.getJobClass()).isEqualTo(Alone.class);
    assertThat(back.getDescription()).isEqualTo("what it is");
    assertThat(back.isDurable()).isTrue();
    assertThat(back.requestsRecovery()).isTrue();
    assertThat(back.isConcurrentExecutionDisallowed()).isTrue();
    assertThat(back.isPersistJobDataAfterExecution()).isFalse();
    assertThat(back.getJobDataMap().getWrappedMap()).isEqualTo(DATA);
    assertThat(back.getJobDataMap().getLong("long")).isEqualTo(6);
    assertThat(back.getJobBuilder().build().getDescription()).isEqualTo("what it is");
    assertThat(store().checkExists(job.getKey())).isTrue();
    assertThat(store().getNumberOfJobs()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsNotThere() throws Exception {
    assertThat(store().retrieveJob(jobKey("a", "g"))).isNull();
    assertThat(store().retrieveTrigger(key("a", "g"))).isNull();
    assertThat(store().checkExists(jobKey("a", "g"))).isFalse();
    assertThat(store().checkExists(key("a", "g"))).isFalse();
    assertThat(store().removeJob(jobKey("a", "g"))).isFalse();
    assertThat(store().removeTrigger(key("a", "g"))).isFalse();
    assertThat(state("a", "g")).isEqualTo(TriggerState.NONE);
    assertThat(store().getNumberOfJobs()).isZero();
    assertThat(store().getNumberOfTriggers()).isZero();
    assertThat(store().getNumberOfCalendars()).isZero();
  }

  @Test
  void namesMayBeAnyText() throws Exception {
    JobDetail job = job("a/b c~d%", "Gruppe ä");
    store().storeJobAndTrigger(job, hourly("/", "../x", job, T));

    assertThat(store().retrieveJob(job.getKey()).getKey()).isEqualTo(job.getKey());
    assertThat(store().retrieveTrigger(key("/", "../x")).getJobKey()).isEqualTo(job.getKey());
    assertThat(store().getJobGroupNames()).containsExactly("Gruppe ä");
    assertThat(store().getTriggerGroupNames()).containsExactly("../x");
  }

  @Test
  void jobsAreCopies() throws Exception {
    JobDetail given = job("a", "g");
    store().storeJob(given, false);
    given.getJobDataMap().put("later", "x");
    store().retrieveJob(given.getKey()).getJobDataMap().put("later", "y");

    assertThat(store().retrieveJob(given.getKey()).getJobDataMap()).isEmpty();
  }

  @Test
  void aSecondJobOfTheSameKeyIsRefusedUnlessItReplaces() throws Exception {
    store("a", "g");
    JobDetail second = newJob(Alone.class).withIdentity("a", "g").storeDurably().build();

    assertThatThrownBy(() -> store().storeJob(second, false))
        .isInstanceOf(ObjectAlreadyExistsException.class)
        .hasMessageContaining("a");
    assertThat(store().retrieveJob(second.getKey()).getJobClass()).isEqualTo(Plain.class);

    store().storeJob(second, true);
    assertThat(store().retrieveJob(second.getKey()).getJobClass()).isEqualTo(Alone.class);
    assertThat(names(store().getTriggersForJob(second.getKey()))).containsExactly("a");
  }

  @Test
  void aCronTriggerComesBackAsItWasStored() throws Exception {
    TimeZone zone = TimeZone.getTimeZone("America/New_York");
    CronTrigger back =
        (CronTrigger)
            back(
                cronSchedule("0 30 9 ? * MON-FRI")
                    .inTimeZone(zone)
                    .withMisfireHandlingInstructionDoNothing());

    assertThat(back.getCronExpression()).isEqualTo("0 30 9 ? * MON-FRI");
    assertThat(back.getTimeZone()).isEqualTo(zone);
    assertThat(back.getMisfireInstruction()).isEqualTo(CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
    assertThat(back.getExpressionSummary()).contains("9");
  }

  @Test
  void aSimpleTriggerComesBackAsItWasStored() throws Exception {
    SimpleTrigger back =
        (SimpleTrigger)
            back(
                simpleSchedule()
                    .withIntervalInMinutes(7)
                    .withRepeatCount(3)
                    .withMisfireHandlingInstructionNextWithExistingCount());

    assertThat(back.getRepeatInterval()).isEqualTo(7 * 60_000);
    assertThat(back.getRepeatCount()).isEqualTo(3);
    assertThat(back.getTimesTriggered()).isZero();
    assertThat(back.getMisfireInstruction())
        .isEqualTo(SimpleTrigger.MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_EXISTING_COUNT);
  }

  @Test
  void aCalendarIntervalTriggerComesBackAsItWasStored() throws Exception {
    TimeZone zone = TimeZone.getTimeZone("Europe/Berlin");
    CalendarIntervalTrigger back =
        (CalendarIntervalTrigger)
            back(
                calendarIntervalSchedule()
                    .withInterval(2, IntervalUnit.MONTH)
                    .inTimeZone(zone)
                    .preserveHourOfDayAcrossDaylightSavings(true)
                    .skipDayIfHourDoesNotExist(true));

    assertThat(back.getRepeatInterval()).isEqualTo(2);
    assertThat(back.getRepeatIntervalUnit()).isEqualTo(IntervalUnit.MONTH);
    assertThat(back.getTimeZone()).isEqualTo(zone);
    assertThat(back.isPreserveHourOfDayAcrossDaylightSavings()).isTrue();
    assertThat(back.isSkipDayIfHourDoesNotExist()).isTrue();
    assertThat(back.getTimesTriggered()).isZero();
  }

  @Test
  void aDailyTimeIntervalTriggerComesBackAsItWasStored() throws Exception {
    DailyTimeIntervalTrigger back =
        (DailyTimeIntervalTrigger)
            back(
                dailyTimeIntervalSchedule()
                    .withInterval(20, IntervalUnit.MINUTE)
                    .onMondayThroughFriday()
                    .startingDailyAt(TimeOfDay.hourAndMinuteOfDay(8, 0))
                    .endingDailyAt(new TimeOfDay(17, 40, 5))
                    .withRepeatCount(9));

    assertThat(back.getRepeatInterval()).isEqualTo(20);
    assertThat(back.getRepeatIntervalUnit()).isEqualTo(IntervalUnit.MINUTE);
    assertThat(back.getDaysOfWeek()).containsExactlyInAnyOrder(2, 3, 4, 5, 6);
    assertThat(back.getStartTimeOfDay()).isEqualTo(new TimeOfDay(8, 0, 0));
    assertThat(back.getEndTimeOfDay()).isEqualTo(new TimeOfDay(17, 40, 5));
    assertThat(back.getRepeatCount()).isEqualTo(9);
    assertThat(back.getTimesTriggered()).isZero();
  }

  /** Stores the trigger with everything that all types have, and gets it back. */
  private OperableTrigger back(ScheduleBuilder<?> schedule) throws Exception {
    JobDetail job = job("a", "g");
    store().storeJob(job, false);
    OperableTrigger given =
        ready(
            newTrigger()
                .withSchedule(schedule)
                .withIdentity("t", "tg")
                .forJob(job.getKey())
                .withDescription("when it is")
                .withPriority(7)
                .startAt(date(T))
                .endAt(date(T.plusSeconds(90L * 86_400)))
                .usingJobData(new JobDataMap(DATA))
                .build());
    store().storeTrigger(given, false);

    OperableTrigger back = store().retrieveTrigger(given.getKey());
    assertThat(back).isEqualTo(given);
    assertThat(back.getJobKey()).isEqualTo(job.getKey());
    assertThat(back.getDescription()).isEqualTo("when it is");
    assertThat(back.getPriority()).isEqualTo(7);
    assertThat(back.getStartTime()).isEqualTo(given.getStartTime());
    assertThat(back.getEndTime()).isEqualTo(given.getEndTime());
    assertThat(back.getCalendarName()).isNull();
    assertThat(back.getJobDataMap().getWrappedMap()).isEqualTo(DATA);
    assertThat(back.getNextFireTime()).isEqualTo(given.getNextFireTime());
    assertThat(back.getPreviousFireTime()).isNull();
    if (!(given instanceof DailyTimeIntervalTrigger)) {
      // Quartz gives the end of the last day for those, whether anything fires then or not.
      assertThat(back.getFinalFireTime()).isEqualTo(given.getFinalFireTime());
    }
    assertThat(back.mayFireAgain()).isTrue();
    assertThat(back.getMisfireInstruction()).isEqualTo(given.getMisfireInstruction());
    assertThat(back.getFireTimeAfter(given.getNextFireTime()))
        .isEqualTo(given.getFireTimeAfter(given.getNextFireTime()));
    assertSame(back.getTriggerBuilder().build(), given);
    return back;
  }

  private static void assertSame(org.quartz.Trigger rebuilt, OperableTrigger given) {
    OperableTrigger ready = ready(rebuilt);
    assertThat(ready.getClass()).isEqualTo(given.getClass());
    assertThat(ready.getKey()).isEqualTo(given.getKey());
    assertThat(ready.getJobKey()).isEqualTo(given.getJobKey());
    assertThat(ready.getPriority()).isEqualTo(given.getPriority());
    assertThat(ready.getStartTime()).isEqualTo(given.getStartTime());
    assertThat(ready.getEndTime()).isEqualTo(given.getEndTime());
    assertThat(ready.getNextFireTime()).isEqualTo(given.getNextFireTime());
    assertThat(ready.getMisfireInstruction()).isEqualTo(given.getMisfireInstruction());
    assertThat(ready.getJobDataMap()).isEqualTo(given.getJobDataMap());
  }

  @Test
  void triggersAreCopies() throws Exception {
    OperableTrigger given = store("a", "g");
    given.setPriority(9);
    given.getJobDataMap().put("later", "x");
    OperableTrigger back = store().retrieveTrigger(given.getKey());
    back.setPriority(8);
    back.setNextFireTime(null);
    back.getJobDataMap().put("later", "y");

    OperableTrigger again = store().retrieveTrigger(given.getKey());
    assertThat(again.getPriority()).isEqualTo(5);
    assertThat(again.getNextFireTime()).isEqualTo(date(T));
    assertThat(again.getJobDataMap()).isEmpty();
  }

  @Test
  void aTriggerNeedsItsJob() {
    assertThatThrownBy(() -> store().storeTrigger(hourly("t", "g", job("a", "g"), T), false))
        .isInstanceOf(JobPersistenceException.class)
        .hasMessageContaining("g.a");
  }

  @Test
  void aSecondTriggerOfTheSameKeyIsRefusedUnlessItReplaces() throws Exception {
    OperableTrigger first = store("a", "g");
    store().storeJob(job("b", "g"), false);
    OperableTrigger second = hourly("a", "g", job("b", "g"), T.plusSeconds(60));

    assertThatThrownBy(() -> store().storeTrigger(second, false))
        .isInstanceOf(ObjectAlreadyExistsException.class);
    assertThat(store().retrieveTrigger(first.getKey()).getNextFireTime()).isEqualTo(date(T));

    store().storeTrigger(second, true);
    OperableTrigger back = store().retrieveTrigger(first.getKey());
    assertThat(back.getJobKey()).isEqualTo(jobKey("b", "g"));
    assertThat(back.getNextFireTime()).isEqualTo(date(T.plusSeconds(60)));
    assertThat(store().getNumberOfTriggers()).isEqualTo(1);
    assertThat(store().getTriggersForJob(jobKey("a", "g"))).isEmpty();
  }

  @Test
  void aJobGoesWithItsTriggers() throws Exception {
    JobDetail job = job("a", "g");
    store().storeJobAndTrigger(job, hourly("t1", "g", job, T));
    store().storeTrigger(hourly("t2", "h", job, T), false);
    store("b", "g");

    assertThat(store().removeJob(job.getKey())).isTrue();
    assertThat(store().checkExists(job.getKey())).isFalse();
    assertThat(store().checkExists(key("t1", "g"))).isFalse();
    assertThat(store().checkExists(key("t2", "h"))).isFalse();
    assertThat(due()).containsExactly("b");
  }

  @Test
  void aJobThatIsNotDurableGoesWithItsLastTrigger() throws Exception {
    JobDetail job = passing("a", "g");
    store().storeJobAndTrigger(job, hourly("t1", "g", job, T));
    store().storeTrigger(hourly("t2", "g", job, T), false);

    assertThat(store().removeTrigger(key("t1", "g"))).isTrue();
    assertThat(store().checkExists(job.getKey())).isTrue();
    assertThat(signals().deletedJobs()).isEmpty();

    assertThat(store().removeTrigger(key("t2", "g"))).isTrue();
    assertThat(store().checkExists(job.getKey())).isFalse();
    assertThat(signals().deletedJobs()).containsExactly(job.getKey());
  }

  @Test
  void aDurableJobStaysWithoutTriggers() throws Exception {
    store("a", "g");

    assertThat(store().removeTrigger(key("a", "g"))).isTrue();
    assertThat(store().checkExists(jobKey("a", "g"))).isTrue();
    assertThat(signals().deletedJobs()).isEmpty();
  }

  @Test
  void aJobThatCameAgainHasNoneOfItsOldTriggers() throws Exception {
    store("a", "g");
    store().removeJob(jobKey("a", "g"));
    store().storeJob(job("a", "g"), false);

    assertThat(store().getTriggersForJob(jobKey("a", "g"))).isEmpty();
    assertThat(due()).isEmpty();
  }

  @Test
  void aTriggerIsReplacedByAnotherOneOfItsJob() throws Exception {
    JobDetail job = passing("a", "g");
    store().storeJobAndTrigger(job, hourly("old", "g", job, T));

    assertThat(store().replaceTrigger(key("old", "g"), hourly("new", "h", job, T))).isTrue();
    assertThat(store().checkExists(key("old", "g"))).isFalse();
    assertThat(store().checkExists(key("new", "h"))).isTrue();
    assertThat(store().checkExists(job.getKey())).isTrue();
    assertThat(signals().deletedJobs()).isEmpty();
    assertThat(store().replaceTrigger(key("new", "h"), hourly("new", "h", job, T.plusSeconds(1))))
        .isTrue();
    assertThat(store().retrieveTrigger(key("new", "h")).getNextFireTime())
        .isEqualTo(date(T.plusSeconds(1)));
  }

  @Test
  void nothingIsReplacedByATriggerThatFindsNoOldOne() throws Exception {
    store("a", "g");

    assertThat(store().replaceTrigger(key("x", "g"), hourly("new", "g", job("a", "g"), T)))
        .isFalse();
    assertThat(store().checkExists(key("new", "g"))).isFalse();
  }

  @Test
  void aReplacementForAnotherJobIsRefused() throws Exception {
    store("a", "g");
    store().storeJob(job("b", "g"), false);

    assertThatThrownBy(
            () -> store().replaceTrigger(key("a", "g"), hourly("a", "g", job("b", "g"), T)))
        .isInstanceOf(JobPersistenceException.class);
    assertThat(store().checkExists(key("a", "g")))
        .isEqualTo(differs(Difference.REFUSED_REPLACEMENT_CHANGES_NOTHING));
  }

  @Test
  void aReplacementMayNotTakeAThirdTriggersKey() throws Exception {
    store("a", "g");
    store("b", "g");

    assertThatThrownBy(
            () -> store().replaceTrigger(key("a", "g"), hourly("b", "g", job("a", "g"), T)))
        .isInstanceOf(JobPersistenceException.class);
    assertThat(store().retrieveTrigger(key("a", "g")).getJobKey()).isEqualTo(jobKey("a", "g"));
    assertThat(store().retrieveTrigger(key("b", "g")).getJobKey()).isEqualTo(jobKey("b", "g"));
    assertThat(due()).containsExactlyInAnyOrderElementsOf(List.of("a", "b"));
  }
}
