package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quartz.CalendarIntervalScheduleBuilder.calendarIntervalSchedule;
import static org.quartz.CronScheduleBuilder.cronSchedule;
import static org.quartz.DailyTimeIntervalScheduleBuilder.dailyTimeIntervalSchedule;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleException;
import dev.tenure.schedule.SharedGrids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.JobDataMap;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TimeOfDay;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.calendar.WeeklyCalendar;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.impl.triggers.SimpleTriggerImpl;
import org.quartz.spi.OperableTrigger;

@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class TriggerCodecTest {

  private static final Instant START = Instant.parse("2026-03-02T05:10:20Z");
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  private final TriggerCodec codec =
      new TriggerCodec(new QuartzNames("DEFAULT"), new SharedGrids());

  private static List<ScheduleBuilder<?>> schedules() {
    return List.of(
        cronSchedule("0 0/7 3-9 ? * MON-FRI").inTimeZone(UTC),
        cronSchedule("30 15 10 L * ?").inTimeZone(UTC).withMisfireHandlingInstructionDoNothing(),
        simpleSchedule().withIntervalInSeconds(7).repeatForever(),
        simpleSchedule().withIntervalInHours(5).withRepeatCount(12),
        simpleSchedule(),
        calendarIntervalSchedule().withInterval(3, IntervalUnit.DAY).inTimeZone(UTC),
        calendarIntervalSchedule().withInterval(1, IntervalUnit.MONTH).inTimeZone(UTC),
        calendarIntervalSchedule().withInterval(40, IntervalUnit.MINUTE).inTimeZone(UTC),
        dailyTimeIntervalSchedule()
            .withInterval(45, IntervalUnit.MINUTE)
            .onMondayThroughFriday()
            .startingDailyAt(TimeOfDay.hourAndMinuteOfDay(8, 0))
            .endingDailyAt(TimeOfDay.hourAndMinuteOfDay(17, 30)),
        dailyTimeIntervalSchedule().withInterval(5, IntervalUnit.HOUR).withRepeatCount(7));
  }

  private static TriggerBuilder<Trigger> builder() {
    return newTrigger().withIdentity("t", "tg").forJob("a", "g").startAt(Date.from(START));
  }

  private static OperableTrigger ready(Trigger trigger) {
    OperableTrigger operable = (OperableTrigger) trigger;
    assertThat(operable.computeFirstFireTime(null)).isNotNull();
    return operable;
  }

  /** Its first fire times, as the scheduler would come to them. */
  private static List<Date> times(Trigger trigger, WeeklyCalendar calendar) {
    OperableTrigger copy = (OperableTrigger) ((OperableTrigger) trigger).clone();
    List<Date> times = new ArrayList<>();
    copy.computeFirstFireTime(calendar);
    for (int i = 0; i < 60 && copy.getNextFireTime() != null; i++) {
      times.add(copy.getNextFireTime());
      copy.triggered(calendar);
    }
    return times;
  }

  private StoredTrigger<?> stored(Trigger trigger) {
    return codec.trigger(codec.spec(trigger), StoredTrigger.Place.NONE);
  }

  @Test
  void aStoredTriggerFiresWhenTheStockOneDoes() {
    for (ScheduleBuilder<?> schedule : schedules()) {
      Trigger given = ready(builder().withSchedule(schedule).build());

      assertThat(times(stored(given), null)).as("%s", given).isEqualTo(times(given, null));
      WeeklyCalendar weekdays = new WeeklyCalendar(UTC);
      assertThat(times(stored(given), weekdays)).isEqualTo(times(given, weekdays));
    }
  }

  @Test
  void aStoredTriggerGivesAStockOneBack() {
    for (ScheduleBuilder<?> schedule : schedules()) {
      Trigger given = ready(builder().withSchedule(schedule).withPriority(3).build());
      Trigger rebuilt = stored(given).getTriggerBuilder().build();

      assertThat(rebuilt).hasSameClassAs(given).isEqualTo(given);
      assertThat(rebuilt.getMisfireInstruction()).isEqualTo(given.getMisfireInstruction());
      assertThat(times(rebuilt, null)).isEqualTo(times(given, null));
      assertThat(codec.spec(ready(rebuilt))).isEqualTo(codec.spec(given));
    }
  }

  @Test
  void aStoredTriggerIsStoredAgainAsItWas() {
    for (ScheduleBuilder<?> schedule : schedules()) {
      TriggerSpec spec = codec.spec(ready(builder().withSchedule(schedule).build()));
      StoredTrigger<?> again = codec.trigger(spec, StoredTrigger.Place.NONE);
      again.computeFirstFireTime(null);

      assertThat(codec.spec(again)).isEqualTo(spec);
      again.setStartTime(Date.from(START.plusSeconds(86_400)));
      assertThat(ready(again).getNextFireTime()).isAfterOrEqualTo(again.getStartTime());
      assertThat(times(again, null)).isEqualTo(times(again.getTriggerBuilder().build(), null));
    }
  }

  @Test
  void cronTriggersWithOneTextShareWhatIsMadeOfIt() {
    StoredTrigger<?> one = stored(builder().withSchedule(cronSchedule("0 0 1 * * ?")).build());

    assertThat(((StoredTrigger<?>) one.clone()).grid()).isSameAs(one.grid());
  }

  @Test
  void slotsCountFromTheNextFireTimeThatWasComputed() {
    OperableTrigger trigger = ready(builder().withSchedule(cronSchedule("0 0 12 * * ?")).build());
    Date next = Objects.requireNonNull(trigger.getNextFireTime());

    assertThat(codec.spec(trigger).since()).isEqualTo(next.toInstant().minusMillis(1));
    trigger.setNextFireTime(null);
    assertThat(codec.spec(trigger).since()).isEqualTo(START.minusMillis(1));
  }

  @Test
  void misfireInstructionsSayWhatIsCaughtUp() {
    Map<SimpleScheduleBuilder, CatchUp> wanted =
        Map.of(
            simpleSchedule(), new CatchUp.Last(),
            simpleSchedule().withIntervalInHours(1).withRepeatCount(3), new CatchUp.Last(),
            simpleSchedule().withIntervalInHours(1).repeatForever(), new CatchUp.Skip(),
            simpleSchedule().withMisfireHandlingInstructionFireNow(), new CatchUp.Last(),
            simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires(), MisfirePolicy.ALL,
            simpleSchedule().withMisfireHandlingInstructionNextWithRemainingCount(),
                new CatchUp.Skip(),
            simpleSchedule().withMisfireHandlingInstructionNowWithRemainingCount(),
                new CatchUp.Last());

    wanted.forEach(
        (schedule, catchUp) ->
            assertThat(codec.spec(builder().withSchedule(schedule).build()).catchUp())
                .isEqualTo(catchUp));
    assertThat(
            codec
                .spec(
                    builder()
                        .withSchedule(
                            cronSchedule("0 0 1 * * ?").withMisfireHandlingInstructionDoNothing())
                        .build())
                .catchUp())
        .isEqualTo(new CatchUp.Skip());
  }

  @Test
  void aCronTextThatIsNotOneIsRefused() throws Exception {
    CronTriggerImpl lax = new CronTriggerImpl();
    lax.setKey(new org.quartz.TriggerKey("t"));
    lax.setJobKey(new JobKey("a"));
    lax.setStartTime(Date.from(START));
    lax.setCronExpression("0 0 1 ? * MON12345");

    assertThatThrownBy(() -> codec.spec(lax))
        .isInstanceOf(ScheduleException.class)
        .hasMessageContaining("MON12345");
  }

  @Test
  void dataThatIsNoJsonIsRefusedByKeyAndClass() {
    Trigger trigger =
        builder()
            .usingJobData(new JobDataMap(Map.of("deep", Map.of("x", List.of(new AtomicInteger())))))
            .build();

    assertThatThrownBy(() -> codec.spec(trigger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tg.t")
        .hasMessageContaining("deep.x[0]")
        .hasMessageContaining("AtomicInteger");
  }

  @Test
  void aSubclassOfAStockTriggerIsRefused() {
    SimpleTriggerImpl own = new SimpleTriggerImpl() {};
    own.setKey(new org.quartz.TriggerKey("t"));

    assertThatThrownBy(() -> codec.spec(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be stored");
  }
}
