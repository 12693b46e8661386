package dev.tenure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.FixedDefinitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.Position;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From when on the slots of a trigger can be held against a ledger that is in use. */
final class LivePlanTest {

  private static final GroupName GROUP = new GroupName("default");
  private static final JobName JOB = new JobName("job");
  private static final TriggerName TRIGGER = new TriggerName("job");
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant CHANGED = MADE.plusSeconds(60);
  private static final Instant END = MADE.plusSeconds(600);

  private final FixedDefinitions definitions = new FixedDefinitions();

  private static TriggerSpec trigger(String edition) {
    return TriggerSpec.of(
            TRIGGER, JOB, new ScheduleSpec.Every(Duration.ofSeconds(2), Instant.EPOCH), MADE)
        .withIdentity("i", edition);
  }

  private Instant begin(JobPast past) {
    definitions.put(JobSpec.of(JOB, "com.acme.Report"));
    LivePlan plan = new LivePlan(GROUP, definitions, Instant.MIN, END);
    return plan.of(JOB, past).plan().triggers().get(0).from();
  }

  /** A run that a clock which was ahead, or had been, claimed for a slot to come. */
  private static JobPast past(Cursor cursor, Instant slot, Instant claimed) {
    return past(cursor, List.of(run(slot, claimed)), true);
  }

  /** A run that ended as soon as it was claimed. */
  private static FinishedRun run(Instant slot, Instant claimed) {
    OpenRun run =
        new OpenRun(
            new RunId(GROUP, JOB, TRIGGER, slot.toEpochMilli(), 1),
            RunKind.SCHEDULED,
            new Term(7),
            "node-1",
            claimed,
            Map.of());
    return new FinishedRun(
        run,
        EndState.SUCCEEDED,
        Optional.of(claimed),
        claimed,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static JobPast past(Cursor cursor, List<FinishedRun> runs, boolean whole) {
    JobState state =
        new JobState(
            Map.of(TRIGGER, cursor),
            List.of(),
            List.of(),
            runs,
            runs.size(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Position.NONE);
    return new JobPast(state, runs, List.of(), whole, Map.of());
  }

  @Test
  void slotsOfTheEditionBeforeAreNotJudgedHoweverFarTheyLieAhead() {
    Instant ahead = CHANGED.plusSeconds(300);
    definitions.change(trigger("second"), CHANGED);
    Cursor before = new Cursor(ahead, "first", 3);
    assertThat(begin(past(before, ahead, ahead))).isEqualTo(ahead);
  }

  @Test
  void slotsAfterThoseOfTheEditionBeforeAreJudged() {
    Instant ahead = CHANGED.plusSeconds(300);
    definitions.change(trigger("second"), CHANGED);
    Cursor now = new Cursor(ahead.plusSeconds(100), "second", 3, Optional.of(ahead));
    assertThat(begin(past(now, ahead.plusSeconds(100), ahead.plusSeconds(100)))).isEqualTo(ahead);
  }

  @Test
  void slotsThatWereClaimedBeforeACalendarChangedAreNotJudgedByTheNewOne() {
    Instant ahead = CHANGED.plusSeconds(300);
    definitions.put(
        "closed",
        new CalendarSpec(
            new CalendarSpec.Excluded.Weekly(Set.of(DayOfWeek.SUNDAY)),
            ZoneOffset.UTC,
            Optional.empty(),
            ""),
        CHANGED);
    definitions.change(trigger("first").withCalendar(Optional.of("closed")), MADE);
    Cursor cursor = new Cursor(ahead, "first", 3);
    assertThat(begin(past(cursor, ahead, CHANGED.minusSeconds(1)))).isEqualTo(ahead);
    assertThat(begin(past(cursor, ahead, ahead)))
        .as("after the change")
        .isBetween(CHANGED, ahead.minusSeconds(1));
  }

  /** Runs of a job of every two seconds, of which those before the given one are not kept. */
  private static JobPast keptFrom(int first, Duration early) {
    List<FinishedRun> runs =
        IntStream.range(first, first + 20)
            .mapToObj(i -> MADE.plusSeconds(100 + 2 * i))
            .map(slot -> run(slot, slot.minus(early)))
            .toList();
    Cursor cursor = new Cursor(runs.get(19).run().slot(), "first", first + 20);
    return past(cursor, runs, false);
  }

  @Test
  void slotsWhoseRunsAreNotKeptAreNotJudged() {
    definitions.change(trigger("first"), MADE);
    JobPast past = keptFrom(10, Duration.ZERO);
    Instant sixth = past.runs().get(5).run().slot();
    assertThat(begin(past)).isBetween(sixth, sixth.plusSeconds(5));
  }

  @Test
  void slotsThatWereRunEarlyAndAreNotKeptAreNotJudged() {
    definitions.change(trigger("first"), MADE);
    JobPast past = keptFrom(10, Duration.ofSeconds(40));
    Instant sixth = past.runs().get(5).finished();
    assertThat(past.runs().get(0).run().slot()).isAfter(sixth.plusSeconds(5));
    assertThat(begin(past))
        .isAfterOrEqualTo(past.runs().get(5).run().slot())
        .isBefore(past.runs().get(10).run().slot());
  }

  @Test
  void whatAnEarlierJobOfTheNameAskedForIsNotKnown() {
    definitions.put(JobSpec.of(JOB, "com.acme.Report"), CHANGED);
    InForce<Rules> rules = rules();
    assertThat(rules.isUnknown(seen(CHANGED.minusSeconds(1)))).isTrue();
    assertThat(rules.isUnknown(seen(CHANGED.plusSeconds(1)))).isFalse();
  }

  @Test
  void whatAJobAskedForBeforeItsLastChangeIsNotKnownWhateverTheClockOfItsWriterWas() {
    definitions.change(JobSpec.of(JOB, "com.acme.Report"), CHANGED);
    InForce<Rules> rules = rules();
    assertThat(rules.isUnknown(seen(CHANGED.plusSeconds(60)))).isTrue();
    assertThat(rules.isUnknown(seen(CHANGED.plusSeconds(180)))).isFalse();
  }

  @Test
  void slotsAroundAChangeAreNotJudgedWhateverTheClockOfItsWriterWas() {
    definitions.change(trigger("first"), CHANGED);
    Cursor cursor = new Cursor(CHANGED.plusSeconds(400), "first", 3);
    assertThat(begin(past(cursor, List.of(), true)))
        .isBetween(CHANGED.plusSeconds(65), CHANGED.plusSeconds(180));
  }

  /** The policies of the job, as its definition tells them. */
  private InForce<Rules> rules() {
    JobPlan plan =
        new LivePlan(GROUP, definitions, Instant.MIN, END)
            .of(JOB, new JobPast(JobState.NONE, List.of(), List.of(), true, Map.of()))
            .plan();
    return InForce.rules(plan.rules(), Bounds.of(Duration.ofSeconds(5)));
  }

  private static Stamp seen(Instant at) {
    return new Stamp(0, 7, "node-1", at, at);
  }
}
