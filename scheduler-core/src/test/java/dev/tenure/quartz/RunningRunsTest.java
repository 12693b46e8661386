package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;

/** Runs that are told to stop, on the thread of the test. */
final class RunningRunsTest {

  private static final RunId RUN = RunId.parse("default/slow/1000/1");

  private final RunningRuns running = new RunningRuns(Runnable::run);

  @AfterEach
  void nobodyIsInterruptedAfterwards() {
    Thread.interrupted();
  }

  private ActiveRun begin(RunId id) {
    ClaimedRun claimed = ClaimedRun.of(null, id, null, null, Job.class, false);
    ActiveRun run = new ActiveRun(claimed, Instant.EPOCH, Thread.currentThread());
    running.began(run);
    return run;
  }

  private static Optional<String> told(ActiveRun run) {
    return run.stopCause().map(StopCause::reason);
  }

  @Test
  void aRunInProgressIsTold() {
    ActiveRun run = begin(RUN);
    assertThat(running.interrupt(RUN, "enough")).isTrue();
    assertThat(told(run)).contains("enough");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aRunThatHasNotBegunIsToldAsSoonAsItDoes() {
    assertThat(running.interrupt(RUN, "enough")).isFalse();
    assertThat(told(begin(RUN.nextAttempt()))).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    assertThat(told(begin(RUN))).contains("enough");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void whatWasToldToRunsThatNeverComeDoesNotPileUp() {
    running.interrupt(RUN, "long ago");
    RunId other = RUN;
    for (int i = 0; i < 1000; i++) {
      other = other.nextAttempt();
      running.interrupt(other, "enough");
    }
    assertThat(told(begin(RUN))).isEmpty();
    assertThat(told(begin(other))).contains("enough");
  }
}
