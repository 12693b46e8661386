package dev.tenure.quartz;

import static dev.tenure.quartz.DueWorld.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.FixedDefinitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.Dst;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

final class OutlookTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private final FixedDefinitions definitions = new FixedDefinitions();
  private final Map<JobName, JobState> states = new HashMap<>();
  private final Outlook outlook =
      new Outlook(
          DueWorld.GROUP,
          definitions,
          () -> states,
          type -> type.equals("Type-alone") ? Alone.class : Job.class);

  /** A class whose runs must not overlap, whatever its job says. */
  @DisallowConcurrentExecution
  private static final class Alone implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  private static Instant at(long seconds) {
    return SINCE.plusSeconds(seconds);
  }

  private TriggerSpec define(String name, Concurrency concurrency, ScheduleSpec schedule) {
    JobSpec job = job(name, concurrency);
    definitions.put(job);
    TriggerSpec trigger =
        TriggerSpec.of(new TriggerName(name), job.name(), schedule, SINCE)
            .withIdentity(job.incarnation(), "e1");
    definitions.put(trigger);
    return trigger;
  }

  private TriggerSpec everySeconds(String name, long seconds) {
    return define(
        name,
        Concurrency.ALLOW,
        new ScheduleSpec.Every(Duration.ofSeconds(seconds), Instant.EPOCH));
  }

  private void accounted(String name, long upTo, List<OpenRun> open) {
    states.put(
        new JobName(name),
        new JobState(
            Map.of(new TriggerName(name), new Cursor(at(upTo), "e1", 1)),
            open,
            List.of(),
            List.of(),
            0,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            JobState.NONE.applied()));
  }

  private static OpenRun open(String name, long slot) {
    RunId id = RunId.of(DueWorld.GROUP, new JobName(name), at(slot).toEpochMilli(), 1);
    return new OpenRun(id, RunKind.SCHEDULED, new Term(1), "n", at(slot), Map.of());
  }

  private static String text(Outlook.Slot slot) {
    return slot.trigger() + " " + Duration.between(SINCE, slot.slot()).toSeconds();
  }

  private List<String> overdue(long before) {
    return outlook.overdue(at(before)).stream().map(OutlookTest::text).toList();
  }

  @Test
  void whatIsDueAndNotAccountedForIsOverdue() {
    everySeconds("a", 10);
    everySeconds("b", 10);
    accounted("b", 30, List.of());
    assertThat(overdue(31)).containsExactly("a 10");
    assertThat(overdue(41)).containsExactly("a 10", "b 40");
    assertThat(overdue(10)).as("not before it is due").isEmpty();
  }

  @Test
  void whatIsPausedOrWaitsForARunIsNotOverdue() {
    TriggerSpec paused = everySeconds("a", 10);
    definitions.put(paused.withMode(TriggerMode.PAUSED));
    ScheduleSpec every = new ScheduleSpec.Every(Duration.ofSeconds(10), Instant.EPOCH);
    define("b", Concurrency.FORBID, every);
    accounted("b", 10, List.of(open("b", 10)));
    assertThat(overdue(100)).isEmpty();
    everySeconds("alone", 10);
    accounted("alone", 10, List.of(open("alone", 10)));
    assertThat(overdue(100)).isEmpty();
    accounted("b", 10, List.of());
    assertThat(overdue(100)).containsExactly("b 20");
  }

  @Test
  void whatComesIsInOrderAndNoMoreThanAskedFor() {
    everySeconds("a", 10);
    everySeconds("b", 15);
    definitions.put(everySeconds("c", 1).withMode(TriggerMode.PAUSED));
    assertThat(outlook.coming(at(1), at(60), 5).stream().map(OutlookTest::text))
        .containsExactly("a 10", "b 15", "a 20", "a 30", "b 30");
    assertThat(outlook.coming(at(1), at(15), 5).stream().map(OutlookTest::text))
        .containsExactly("a 10", "b 15");
  }

  @Test
  void aLineSaysWhereItStandsAndWhatIsWrongWithIt() {
    everySeconds("a", 10);
    accounted("a", 30, List.of());
    Outlook.Line line = outlook.lines(new JobName("a")).get(0);
    assertThat(line.cursor()).contains(at(30));
    assertThat(line.next()).contains(at(40));
    assertThat(line.nextAfter(at(5))).as("never what was run").contains(at(40));
    assertThat(line.nextAfter(at(42))).contains(at(50));
    assertThat(line.zone()).isEmpty();

    define(
        "bad", Concurrency.ALLOW, new ScheduleSpec.Cron("61 * * * *", ZoneOffset.UTC, Dst.VIXIE));
    Outlook.Line bad = outlook.lines(new JobName("bad")).get(0);
    assertThat(bad.problem()).hasValueSatisfying(why -> assertThat(why).contains("61"));
    assertThat(bad.runs()).isFalse();
    assertThat(bad.nextAfter(at(0))).isEmpty();
  }
}
