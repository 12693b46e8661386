package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A log that people can read, however many runs there are. */
final class RunLinesTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTime time = new ManualTime();
  private final RunLines runs =
      new RunLines(GROUP, time.clock(), LoggerFactory.getLogger(RunLines.class));

  private void succeed(int slot) {
    end(slot, EndState.SUCCEEDED);
  }

  private void end(int slot, EndState state) {
    runs.ended(
        new RunOutcome(
            RunId.of(GROUP, new JobName("j"), slot, 1),
            state,
            BEGIN,
            BEGIN.plusMillis(7),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private void succeed(int from, int to) {
    for (int slot = from; slot < to; slot++) {
      succeed(slot);
    }
  }

  @Test
  void eachOfAFewRunsHasALineOfItsOwn() {
    try (LogLines lines = LogLines.of(RunLines.class)) {
      for (int second = 0; second < 3; second++) {
        succeed(second * RunLines.A_SECOND, (second + 1) * RunLines.A_SECOND);
        time.pass(Duration.ofSeconds(1));
      }
      runs.flush();
      assertThat(lines.containing("")).hasSize(3 * RunLines.A_SECOND);
      assertThat(lines.containing("g/j/0/1")).containsExactly("run g/j/0/1 succeeded in 7 ms");
    }
  }

  @Test
  void theRestOfManyIsCounted() {
    try (LogLines lines = LogLines.of(RunLines.class)) {
      succeed(0, RunLines.A_SECOND + 1000);
      assertThat(lines.containing("")).hasSize(RunLines.A_SECOND);
      time.pass(Duration.ofSeconds(1));
      succeed(5000);
      assertThat(lines.containing("more")).containsExactly("group g: 1000 more runs succeeded");
      assertThat(lines.containing("g/j/5000/1")).hasSize(1);
    }
  }

  @Test
  void whatIsUntoldIsToldAtTheEnd() {
    try (LogLines lines = LogLines.of(RunLines.class)) {
      succeed(0, RunLines.A_SECOND + 3);
      runs.flush();
      runs.flush();
      assertThat(lines.containing("more")).containsExactly("group g: 3 more runs succeeded");
    }
  }

  @Test
  void manyRunsThatFailAndManyThatSucceedAreCountedApart() {
    try (LogLines lines = LogLines.of(RunLines.class)) {
      for (int slot = 0; slot < RunLines.A_SECOND + 7; slot++) {
        end(slot, EndState.FAILED);
      }
      succeed(0, RunLines.A_SECOND + 5);
      assertThat(lines.containing(" failed after 7 ms: no reason")).hasSize(RunLines.A_SECOND);
      assertThat(lines.containing(" succeeded in 7 ms")).hasSize(RunLines.A_SECOND);
      time.pass(Duration.ofSeconds(1));
      succeed(5000);
      assertThat(lines.containing("more"))
          .containsExactly(
              "group g: 5 more runs succeeded", "group g: 7 more runs ended otherwise");
    }
  }

  @Test
  void aMillionJobsWithMissedSlotsMakeAFewLines() {
    try (LogLines lines = LogLines.of(RunLines.class)) {
      for (int job = 0; job < 1_000_000; job++) {
        runs.skipped(skipped("j" + job, SkipReason.MISSED));
      }
      assertThat(lines.containing("are not run: missed")).hasSize(RunLines.A_SECOND);
      time.pass(Duration.ofSeconds(1));
      succeed(1);
      assertThat(lines.containing("more"))
          .containsExactly("group g: 999980 more jobs have slots that are not run");
    }
  }

  @Test
  void whatAJobAsksForItselfTakesNobodysPlace() {
    try (LogLines lines = LogLines.of(RunLines.class)) {
      for (int i = 0; i < 100; i++) {
        runs.skipped(skipped("j", SkipReason.OVERLAP));
      }
      runs.skipped(skipped("other", SkipReason.WINDOW));
      runs.flush();
      assertThat(lines.containing("more")).isEmpty();
      assertThat(lines.containing("job other: 3 slots")).hasSize(1);
    }
  }

  private static Skipped skipped(String job, SkipReason reason) {
    TriggerName trigger = new TriggerName(job);
    Instant last = BEGIN.plusSeconds(20);
    return new Skipped(
        new JobName(job),
        trigger,
        "",
        List.of(new SkippedRange(trigger, BEGIN, last, 3, true, reason)),
        last);
  }
}
