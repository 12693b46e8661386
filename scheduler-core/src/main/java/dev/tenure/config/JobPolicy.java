package dev.tenure.config;

import dev.tenure.model.JobAlerts;
import dev.tenure.model.Retention;
import java.time.Duration;
import java.util.Optional;

/**
 * How the runs of a job are treated.
 *
 * @param catchUp what happens to missed slots
 * @param concurrency whether runs may overlap
 * @param timeout how long a run may take; absent for no limit
 * @param whenStuck what happens to a run that goes on after its timeout and two interrupts
 * @param retry what happens after a failure
 * @param onLeaderLoss what happens to a run whose leader was lost
 * @param priority of slots that are due at the same instant, the higher first
 * @param retention how much of the past is kept
 * @param alerts what people are told of it
 */
public record JobPolicy(
    CatchUpConfig catchUp,
    Concurrency concurrency,
    Optional<Duration> timeout,
    WhenStuck whenStuck,
    RetryConfig retry,
    OnLeaderLoss onLeaderLoss,
    int priority,
    Retention retention,
    JobAlerts alerts) {

  /** A policy that says nothing of alerts. */
  public JobPolicy(
      CatchUpConfig catchUp,
      Concurrency concurrency,
      Optional<Duration> timeout,
      WhenStuck whenStuck,
      RetryConfig retry,
      OnLeaderLoss onLeaderLoss,
      int priority,
      Retention retention) {
    this(
        catchUp,
        concurrency,
        timeout,
        whenStuck,
        retry,
        onLeaderLoss,
        priority,
        retention,
        JobAlerts.DEFAULT);
  }
}
