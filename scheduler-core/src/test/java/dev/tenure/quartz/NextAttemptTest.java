package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.Retry;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quartz.JobExecutionException;

/** When a run is tried again. */
final class NextAttemptTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Retry RETRY =
      new Retry(4, Duration.ofSeconds(1), Duration.ofSeconds(3), 0.5);

  private static JobSpec job(Optional<Retry> retry, OnLeaderLoss loss) {
    JobSpec plain = JobSpec.of(new JobName("j"), "T");
    return new JobSpec(
        plain.name(),
        plain.type(),
        plain.durable(),
        loss,
        plain.concurrency(),
        plain.timeout(),
        plain.whenStuck(),
        retry,
        plain.retention(),
        plain.data(),
        plain.description(),
        plain.owner(),
        plain.tags(),
        plain.source(),
        plain.incarnation(),
        plain.edition(),
        Optional.empty());
  }

  private static Optional<PendingAttempt> after(
      JobSpec job, int attempt, EndState state, Throwable thrown, boolean cutOff, double chance) {
    RunId run =
        new RunId(DueWorld.GROUP, job.name(), new TriggerName("t"), NOW.toEpochMilli(), attempt);
    return new NextAttempt(() -> chance)
        .after(job, new NextAttempt.Ended(run, state, thrown, cutOff), NOW);
  }

  private static Optional<Duration> waitAfter(int attempt, double chance) {
    JobSpec job = job(Optional.of(RETRY), OnLeaderLoss.LOSE);
    return after(job, attempt, EndState.FAILED, new IllegalStateException(), false, chance)
        .map(next -> Duration.between(NOW, next.due()));
  }

  @Test
  void theWaitDoublesUpToTheLongestAndEndsWithTheLastAttempt() {
    assertThat(waitAfter(1, 0)).contains(Duration.ofSeconds(1));
    assertThat(waitAfter(2, 0)).contains(Duration.ofSeconds(2));
    assertThat(waitAfter(3, 0)).contains(Duration.ofSeconds(3));
    assertThat(waitAfter(4, 0)).isEmpty();
  }

  @Test
  void chanceShortensTheWaitByItsPart() {
    assertThat(waitAfter(1, 1)).contains(Duration.ofMillis(500));
    assertThat(waitAfter(3, 0.5)).contains(Duration.ofMillis(2250));
  }

  @Test
  void aTimeOutIsTriedAgainAndASuccessOrAnInterruptIsNot() {
    JobSpec job = job(Optional.of(RETRY), OnLeaderLoss.LOSE);
    assertThat(after(job, 1, EndState.TIMED_OUT, null, false, 0)).isPresent();
    assertThat(after(job, 1, EndState.SUCCEEDED, null, false, 0)).isEmpty();
    assertThat(after(job, 1, EndState.INTERRUPTED, null, false, 0)).isEmpty();
  }

  @Test
  void whatWasCutOffIsRunAgainOnlyIfTheJobAsks() {
    JobSpec asks = job(Optional.empty(), OnLeaderLoss.RERUN);
    assertThat(after(asks, 1, EndState.INTERRUPTED, null, true, 0))
        .hasValueSatisfying(next -> assertThat(next.kind()).isEqualTo(RunKind.RECOVERED));
    JobSpec not = job(Optional.of(RETRY), OnLeaderLoss.LOSE);
    assertThat(after(not, 1, EndState.INTERRUPTED, null, true, 0)).isEmpty();
  }

  @Test
  void aRefireComesAtOnceAndInTheLongRunWithARest() {
    JobSpec job = job(Optional.empty(), OnLeaderLoss.LOSE);
    JobExecutionException again = new JobExecutionException("again", true);
    assertThat(after(job, 1, EndState.FAILED, again, false, 0))
        .hasValueSatisfying(next -> assertThat(next.due()).isEqualTo(NOW));
    assertThat(after(job, NextAttempt.HASTY, EndState.FAILED, again, false, 0))
        .hasValueSatisfying(next -> assertThat(next.due()).isEqualTo(NOW.plus(NextAttempt.REST)));
  }

  @Test
  void whatIsUnscheduledIsNotTriedAgain() {
    JobExecutionException enough = new JobExecutionException("enough");
    enough.setUnscheduleFiringTrigger(true);
    JobSpec job = job(Optional.of(RETRY), OnLeaderLoss.LOSE);
    assertThat(after(job, 1, EndState.FAILED, enough, false, 0)).isEmpty();
  }
}
