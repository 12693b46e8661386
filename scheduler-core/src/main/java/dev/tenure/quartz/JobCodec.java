package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.Source;
import dev.tenure.model.JobName;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobDetail;

/** Quartz's job details to what is stored, and back. Thread-safe. */
record JobCodec(QuartzNames names, ClassSource classes) {

  /**
   * What is stored of a detail. A detail that came from the store keeps what Quartz has no word
   * for: its time-out, retries, retention, alerts, owner and tags.
   *
   * @throws IllegalArgumentException that says what of it cannot be stored
   */
  JobSpec spec(JobDetail detail) {
    @Nullable Class<? extends Job> type = detail.getJobClass();
    if (type == null) {
      throw new IllegalArgumentException("job " + detail.getKey() + " has no class");
    }
    JobName name = names.name(detail.getKey());
    JobSpec base = base(detail).orElseGet(() -> JobSpec.of(name, type.getName()));
    return new JobSpec(
        name,
        type.getName(),
        detail.isDurable(),
        detail.requestsRecovery() ? OnLeaderLoss.RERUN : OnLeaderLoss.LOSE,
        concurrency(detail, base),
        base.timeout(),
        base.whenStuck(),
        base.retry(),
        base.retention(),
        base.alerts(),
        QuartzData.storable("job " + detail.getKey(), detail.getJobDataMap()),
        Objects.requireNonNullElse(detail.getDescription(), ""),
        base.owner(),
        base.tags(),
        Source.API,
        "",
        "",
        Optional.empty());
  }

  private static Optional<JobSpec> base(JobDetail detail) {
    if (detail instanceof StoredJob stored) {
      return Optional.of(stored.spec());
    }
    return detail instanceof StoredJob.Changed changed ? changed.base() : Optional.empty();
  }

  private static Concurrency concurrency(JobDetail detail, JobSpec base) {
    if (!detail.isConcurrentExecutionDisallowed()) {
      return Concurrency.ALLOW;
    }
    return base.concurrency() == Concurrency.REPLACE ? Concurrency.REPLACE : Concurrency.FORBID;
  }

  /** The detail of a stored job, with the given data. */
  StoredJob detail(JobSpec spec, Map<String, Object> data) {
    return new StoredJob(names.key(spec.name()), spec, data, classes);
  }
}
