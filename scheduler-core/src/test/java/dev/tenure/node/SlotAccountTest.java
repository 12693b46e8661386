package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.quartz.Outlook;
import dev.tenure.schedule.Grids;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each slot in its one state, in order. */
final class SlotAccountTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("j");
  private static final TriggerName TRIGGER = new TriggerName("j");

  private static Instant at(long minute) {
    return Instant.EPOCH.plus(Duration.ofMinutes(minute));
  }

  private static OpenRun claimed(TriggerName trigger, long minute, int attempt) {
    RunId id = new RunId(GROUP, JOB, trigger, at(minute).toEpochMilli(), attempt);
    return new OpenRun(id, RunKind.SCHEDULED, new Term(1), "n", at(minute), Map.of());
  }

  private static FinishedRun ended(OpenRun run, EndState state) {
    return new FinishedRun(
        run,
        state,
        Optional.empty(),
        run.claimed(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static JobPast past() {
    JobState state =
        new JobState(
            Map.of(),
            List.of(claimed(TRIGGER, 6, 1)),
            List.of(),
            List.of(),
            3,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            JobState.NONE.applied());
    return new JobPast(
        state,
        List.of(
            ended(claimed(TRIGGER, 2, 1), EndState.FAILED),
            ended(claimed(TRIGGER, 2, 2), EndState.SUCCEEDED),
            ended(claimed(new TriggerName("manual~x"), 3, 1), EndState.SUCCEEDED)),
        List.of(new SkippedRange(TRIGGER, at(3), at(5), 3, true, SkipReason.PAUSED)),
        true,
        Map.of());
  }

  private static Outlook.Line line(boolean paused) {
    ScheduleSpec.Every every = new ScheduleSpec.Every(Duration.ofMinutes(1), Instant.EPOCH);
    return new Outlook.Line(
        TriggerSpec.of(TRIGGER, JOB, every, Instant.EPOCH),
        paused,
        Optional.of(at(6)),
        Optional.of(Grids.of(every)),
        Optional.empty(),
        Optional.of(at(7)));
  }

  private static List<String> account(boolean paused, Instant from, Instant to, int limit) {
    return SlotAccount.of(past(), List.of(line(paused)), at(7).plusMillis(1), from, to, limit)
        .stream()
        .map(
            entry ->
                Duration.between(Instant.EPOCH, entry.slot()).toMinutes()
                    + " "
                    + entry.state()
                    + entry.reason().map(why -> " " + why).orElse("")
                    + (entry.count().isPresent() ? " " + entry.count().getAsLong() : ""))
        .toList();
  }

  @Test
  void theLastAttemptCountsAndWhatIsToComeFollowsWhatWas() {
    assertThat(account(false, at(0), at(9), 100))
        .containsExactly(
            "2 SUCCEEDED", "3 SKIPPED paused 3", "6 STARTED", "7 DUE", "8 PLANNED", "9 PLANNED");
  }

  @Test
  void aPartOfTimeHoldsWhatLiesInItAndRangesThatReachIntoIt() {
    assertThat(account(false, at(4), at(6), 100))
        .containsExactly("3 SKIPPED paused 3", "6 STARTED");
    assertThat(account(false, at(9), at(20), 2)).containsExactly("9 PLANNED", "10 PLANNED");
    assertThat(account(false, at(0), at(1), 100)).isEmpty();
  }

  @Test
  void aPausedTriggerPlansNothing() {
    assertThat(account(true, at(6), at(9), 100)).containsExactly("6 STARTED");
  }
}
