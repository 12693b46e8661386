package dev.tenure.server.metrics;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of slots: claims, runs and skipped slots that this node recorded, and when each job
 * last succeeded, whoever ran it. Confined to the loop of the metrics.
 */
final class RunMetrics {

  private final Counter claims;
  private final Counter runs;
  private final Counter skipped;
  private final Counter fenced;
  private final Histogram duration;
  private final Histogram lateness;
  private final Gauge lastSuccess;
  private final JobLabels labels = new JobLabels();
  private final Map<JobOfGroup, Instant> succeeded = new HashMap<>();

  private record JobOfGroup(GroupName group, JobName job) {}

  RunMetrics(PrometheusRegistry registry) {
    claims =
        Making.counter(
            registry, "tenure_claims_total", "Runs that this node has claimed.", "group");
    runs =
        Making.counter(
            registry,
            "tenure_runs_total",
            "Runs whose end this node has recorded, by how they ended.",
            "group",
            "job",
            "state");
    skipped =
        Making.counter(
            registry,
            "tenure_slots_skipped_total",
            "Slots that this node has passed over, by the reason.",
            "group",
            "reason");
    fenced =
        Making.counter(
            registry,
            "tenure_fenced_terms_total",
            "Terms of this node in which the fence refused a claim or a record.",
            "group");
    duration =
        Making.OF_RUNS.histogram(
            registry,
            "tenure_run_duration_seconds",
            "From the start to the end of runs on this node.",
            "group",
            "job");
    lateness =
        Making.OF_LATENESS.histogram(
            registry,
            "tenure_run_lateness_seconds",
            "From the slot to the claim of runs that fell due while this node led.",
            "group",
            "job");
    lastSuccess =
        Making.gauge(
            registry,
            "tenure_job_last_success_timestamp_seconds",
            "When a run of the job last ended well, on any node.",
            "group",
            "job");
  }

  /** There is such a group. */
  void group(GroupName group) {
    String name = group.value();
    claims.initLabelValues(name);
    fenced.initLabelValues(name);
    for (SkipReason reason : SkipReason.values()) {
      skipped.initLabelValues(name, reason.word());
    }
    job(name, JobLabels.OTHER);
  }

  private void job(String group, String job) {
    for (EndState state : EndState.values()) {
      runs.initLabelValues(group, job, state.name());
    }
    // Not the histograms of a thousand jobs on nodes that run none of them.
    if (job.equals(JobLabels.OTHER)) {
      duration.initLabelValues(group, job);
      lateness.initLabelValues(group, job);
    }
  }

  /** Which jobs the labels are given to. */
  JobLabels labels() {
    return labels;
  }

  void defined(GroupName group, JobName job) {
    if (labels.admit(group, job)) {
      job(group.value(), job.value());
    }
  }

  void gone(GroupName group, JobName job) {
    if (labels.dismiss(group, job)) {
      String[] own = {group.value(), job.value()};
      for (EndState state : EndState.values()) {
        runs.remove(group.value(), job.value(), state.name());
      }
      duration.remove(own);
      lateness.remove(own);
      lastSuccess.remove(own);
      succeeded.remove(new JobOfGroup(group, job));
    }
  }

  void claimed(GroupName group, OpenRun run) {
    claims.labelValues(group.value()).inc();
    if (run.kind() == RunKind.SCHEDULED) {
      lateness
          .labelValues(group.value(), labels.of(group, run.id().job()))
          .observe(seconds(run.slot(), run.claimed()));
    }
  }

  void ended(GroupName group, FinishedRun end) {
    String job = labels.of(group, end.id().job());
    runs.labelValues(group.value(), job, end.state().name()).inc();
    if (end.state() != EndState.LOST && end.started().isPresent()) {
      duration
          .labelValues(group.value(), job)
          .observe(seconds(end.started().get(), end.finished()));
    }
  }

  void skipped(GroupName group, SkipReason reason, long slots) {
    skipped.labelValues(group.value(), reason.word()).inc(slots);
  }

  void fenced(GroupName group) {
    fenced.labelValues(group.value()).inc();
  }

  /** A run ended well, here or elsewhere. */
  void succeeded(GroupName group, JobName job, Instant at) {
    if (labels.isNamed(group, job)
        && at.equals(succeeded.merge(new JobOfGroup(group, job), at, RunMetrics::later))) {
      lastSuccess.labelValues(group.value(), job.value()).set(at.toEpochMilli() / 1000.0);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Never negative: clocks of several nodes may differ. */
  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }
}
