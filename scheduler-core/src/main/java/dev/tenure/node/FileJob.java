package dev.tenure.node;

import dev.tenure.config.JobConfig;
import dev.tenure.config.JobPolicy;
import dev.tenure.config.RetryConfig;
import dev.tenure.config.ScheduleConfig;
import dev.tenure.config.TimingConfig;
import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.Retry;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.WhenStuck;
import dev.tenure.definition.Wording;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.JobTiming;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job of the files as it is defined for the cluster.
 *
 * @param job the job; it stays without triggers, so that it can be disabled and run by hand
 * @param trigger its slots, under the job's name; empty for a job that is disabled
 */
record FileJob(JobSpec job, Optional<TriggerSpec> trigger) {

  /**
   * As configured. The trigger's slots count after the epoch until {@link #since} says better.
   *
   * @throws dev.tenure.schedule.ScheduleException for a schedule with problems; ask for them first
   */
  static FileJob of(JobConfig config) {
    TriggerSpec trigger = trigger(config);
    return config.enabled()
        ? new FileJob(job(config, Optional.empty()), Optional.of(trigger))
        : new FileJob(job(config, Optional.of(trigger)), Optional.empty());
  }

  /** The same, with slots after the instant; one that is defined already keeps its own. */
  FileJob since(Instant instant) {
    return new FileJob(job, trigger.map(t -> t.withSince(instant)));
  }

  /** The same, as one that was sent through the API. */
  FileJob ofApi() {
    return new FileJob(job.withSource(Source.API), trigger.map(t -> t.withSource(Source.API)));
  }

  List<TriggerSpec> triggers() {
    return trigger.stream().toList();
  }

  private static JobSpec job(JobConfig config, Optional<TriggerSpec> resting) {
    JobPolicy policy = config.policy();
    return new JobSpec(
        config.name(),
        config.className().value(),
        true,
        OnLeaderLoss.valueOf(policy.onLeaderLoss().name()),
        Concurrency.valueOf(policy.concurrency().name()),
        policy.timeout(),
        WhenStuck.valueOf(policy.whenStuck().name()),
        retry(policy.retry()),
        policy.retention(),
        policy.alerts(),
        config.data().values(),
        config.description().orElse(""),
        config.owner(),
        config.tags(),
        Source.FILES,
        "",
        TriggerSpec.FILES_EDITION,
        resting);
  }

  private static Optional<Retry> retry(RetryConfig retry) {
    return retry.attempts() < 2
        ? Optional.empty()
        : Optional.of(
            new Retry(retry.attempts(), retry.backOff(), retry.maxBackOff(), retry.jitter()));
  }

  private static TriggerSpec trigger(JobConfig config) {
    JobTiming timing = JobTiming.of(config);
    return new TriggerSpec(
        new TriggerName(config.name().value()),
        config.name(),
        "",
        timing.schedule(),
        timing.start(),
        timing.end(),
        timing.calendar(),
        config.policy().priority(),
        0,
        CatchUp.of(config.policy().catchUp()),
        timing.spread(),
        Instant.EPOCH,
        TriggerMode.NORMAL,
        Map.of(),
        "",
        Source.FILES,
        TriggerSpec.FILES_EDITION,
        wording(config.timing(), timing));
  }

  private static Wording wording(TimingConfig said, JobTiming timing) {
    Optional<String> cron =
        said.schedule() instanceof ScheduleConfig.Cron written
                && timing.schedule() instanceof ScheduleSpec.Cron resolved
            ? Optional.of(written.text().value()).filter(text -> !text.equals(resolved.text()))
            : Optional.empty();
    return cron.isEmpty() && said.spread().isZero()
        ? Wording.NONE
        : new Wording(cron, said.spread());
  }
}
