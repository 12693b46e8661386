package dev.tenure.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.Position;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted from the changes of a ledger. */
final class RecordedRunsTest {

  private static final GroupName GROUP = new GroupName("default");
  private static final JobName JOB = new JobName("nightly");
  private static final TriggerName TRIGGER = new TriggerName("nightly");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final long OWN = 7;
  private static final long FOREIGN = 5;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RunMetrics metrics = new RunMetrics(registry);
  private final RecordedRuns recorded = new RecordedRuns(GROUP, metrics);

  @BeforeEach
  void lead() {
    metrics.group(GROUP);
    metrics.defined(GROUP, JOB);
    recorded.lead(OWN);
  }

  private static OpenRun run(long term, int attempt, RunKind kind) {
    return new OpenRun(
        new RunId(GROUP, JOB, TRIGGER, SLOT.toEpochMilli(), attempt),
        kind,
        new Term(term),
        "node-1",
        SLOT.plusMillis(1500),
        Map.of());
  }

  private static FinishedRun end(OpenRun run, EndState state) {
    return new FinishedRun(
        run,
        state,
        Optional.of(SLOT.plusSeconds(2)),
        SLOT.plusSeconds(5),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static JobState state(
      long term, List<OpenRun> open, List<FinishedRun> last, List<SkippedRange> skipped) {
    return new JobState(
        Map.of(),
        open,
        List.of(),
        last,
        last.size(),
        skipped,
        Optional.empty(),
        Optional.empty(),
        new Position(term, 1));
  }

  private static SkippedRange range(Instant from, long count, SkipReason reason) {
    return new SkippedRange(TRIGGER, from, from.plusSeconds(count), count, true, reason);
  }

  private String text() {
    return Exposition.of(registry, "").text();
  }

  private String series(String name, String labels) {
    return name + "{group=\"default\"" + labels + "} ";
  }

  private String runs(EndState state) {
    return series("tenure_runs_total", ",job=\"nightly\",state=\"" + state + "\"");
  }

  @Test
  void everySeriesThatNeedsNoRunIsThereFromTheStart() {
    assertThat(text())
        .contains(runs(EndState.FAILED) + "0.0")
        .contains(series("tenure_claims_total", "") + "0.0")
        .contains(series("tenure_slots_skipped_total", ",reason=\"overlap\"") + "0.0")
        .contains(series("tenure_runs_total", ",job=\"other\",state=\"LOST\"") + "0.0")
        .contains(series("tenure_run_lateness_seconds_count", ",job=\"other\"") + "0")
        .doesNotContain("tenure_job_last_success_timestamp_seconds{");
  }

  @Test
  void claimAndEndOfOwnTermCountOnce() {
    OpenRun run = run(OWN, 1, RunKind.SCHEDULED);
    JobState open = state(OWN, List.of(run), List.of(), List.of());
    JobState done = state(OWN, List.of(), List.of(end(run, EndState.SUCCEEDED)), List.of());
    recorded.changed(JOB, JobState.NONE, open);
    recorded.changed(JOB, open, open);
    recorded.changed(JOB, open, done);
    recorded.changed(JOB, done, done);
    assertThat(text())
        .contains(series("tenure_claims_total", "") + "1.0")
        .contains(runs(EndState.SUCCEEDED) + "1.0")
        .contains(series("tenure_run_lateness_seconds_sum", ",job=\"nightly\"") + "1.5")
        .contains(series("tenure_run_duration_seconds_sum", ",job=\"nightly\"") + "3.0")
        .contains(
            series("tenure_job_last_success_timestamp_seconds", ",job=\"nightly\"")
                + "1.767225605E9");
  }

  @Test
  void whatAnotherLeaderRecordsIsNoRunOfThisNodeButASuccessOfTheJob() {
    OpenRun run = run(FOREIGN, 1, RunKind.SCHEDULED);
    JobState open = state(FOREIGN, List.of(run), List.of(), List.of());
    JobState done =
        state(
            FOREIGN,
            List.of(),
            List.of(end(run, EndState.SUCCEEDED)),
            List.of(range(SLOT, 3, SkipReason.MISSED)));
    recorded.changed(JOB, JobState.NONE, open);
    recorded.changed(JOB, open, done);
    assertThat(text())
        .contains(series("tenure_claims_total", "") + "0.0")
        .contains(runs(EndState.SUCCEEDED) + "0.0")
        .contains(series("tenure_slots_skipped_total", ",reason=\"missed\"") + "0.0")
        .contains(series("tenure_job_last_success_timestamp_seconds", ",job=\"nightly\""));
  }

  @Test
  void lostRunCountsAtTheNodeThatFindsIt() {
    OpenRun others = run(FOREIGN, 1, RunKind.SCHEDULED);
    JobState open = state(FOREIGN, List.of(others), List.of(), List.of());
    recorded.changed(
        JOB, open, state(OWN, List.of(), List.of(end(others, EndState.LOST)), List.of()));
    assertThat(text()).contains(runs(EndState.LOST) + "1.0");

    OpenRun own = run(OWN, 1, RunKind.SCHEDULED);
    JobState ownOpen = state(OWN, List.of(own), List.of(), List.of());
    recorded.changed(
        JOB, ownOpen, state(OWN + 2, List.of(), List.of(end(own, EndState.LOST)), List.of()));
    assertThat(text())
        .contains(runs(EndState.LOST) + "1.0")
        .doesNotContain("tenure_run_duration_seconds_sum{group=\"default\",job=\"nightly\"}");
  }

  @Test
  void onlyRunsThatFellDueAreLateOrNot() {
    for (RunKind kind : List.of(RunKind.MANUAL, RunKind.CAUGHT_UP, RunKind.RETRY)) {
      recorded.changed(
          JOB, JobState.NONE, state(OWN, List.of(run(OWN, 1, kind)), List.of(), List.of()));
    }
    assertThat(text())
        .contains(series("tenure_claims_total", "") + "3.0")
        .doesNotContain("tenure_run_lateness_seconds_sum{group=\"default\",job=\"nightly\"}");
  }

  @Test
  void skippedSlotsCountAlsoWhereARangeGrows() {
    SkippedRange paused = range(SLOT, 2, SkipReason.PAUSED);
    JobState first = state(OWN, List.of(), List.of(), List.of(paused));
    JobState grown = state(OWN, List.of(), List.of(), List.of(range(SLOT, 5, SkipReason.PAUSED)));
    JobState more =
        state(
            OWN,
            List.of(),
            List.of(),
            List.of(
                range(SLOT, 5, SkipReason.PAUSED),
                range(SLOT.plusSeconds(60), 1, SkipReason.OVERLAP)));
    recorded.changed(JOB, JobState.NONE, first);
    recorded.changed(JOB, first, grown);
    recorded.changed(JOB, grown, more);
    assertThat(text())
        .contains(series("tenure_slots_skipped_total", ",reason=\"paused\"") + "5.0")
        .contains(series("tenure_slots_skipped_total", ",reason=\"overlap\"") + "1.0");
  }

  @Test
  void jobsBeyondTheLimitCountTogetherAndAJobThatIsGoneMakesRoom() {
    List<JobName> jobs = new ArrayList<>();
    for (int i = 1; i <= JobLabels.MOST; i++) {
      jobs.add(new JobName("job-" + i));
    }
    jobs.forEach(job -> metrics.defined(GROUP, job));
    JobName last = jobs.get(jobs.size() - 1);
    assertThat(metrics.labels().of(GROUP, last)).isEqualTo(JobLabels.OTHER);

    metrics.gone(GROUP, JOB);
    assertThat(text()).doesNotContain("nightly");
    metrics.defined(GROUP, last);
    assertThat(metrics.labels().of(GROUP, last)).isEqualTo(last.value());
  }
}
