package dev.tenure.definition;

import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import dev.tenure.model.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job is, without when it runs. Immutable.
 *
 * @param name its name, unique in the group
 * @param type what is run: the name of its class
 * @param durable whether it stays when its last trigger goes
 * @param onLeaderLoss what becomes of runs that are cut off
 * @param concurrency whether its runs may overlap
 * @param timeout how long a run may take; positive
 * @param whenStuck what becomes of the place of a run that does not stop
 * @param retry how failed runs are tried again; empty for not at all
 * @param retention how much of its history is kept
 * @param alerts what people are told of it
 * @param data what its runs are given; text, numbers, truth values, lists and maps
 * @param description for people; may be empty
 * @param owner who is asked about it
 * @param tags for people and searches
 * @param source where it comes from
 * @param incarnation given when its key is created, and kept by changes: tells it from an earlier
 *     job of its name; set by {@link Changes}
 * @param edition given at each storing through the API: tells what its kept data belongs to; set by
 *     {@link Changes}
 * @param resting the trigger that it would have, of a job file's job that is not enabled; it has no
 *     effect
 */
public record JobSpec(
    JobName name,
    String type,
    boolean durable,
    OnLeaderLoss onLeaderLoss,
    Concurrency concurrency,
    Optional<Duration> timeout,
    WhenStuck whenStuck,
    Optional<Retry> retry,
    Retention retention,
    JobAlerts alerts,
    Map<String, Object> data,
    String description,
    Optional<String> owner,
    List<String> tags,
    Source source,
    String incarnation,
    String edition,
    Optional<TriggerSpec> resting) {

  /** What is kept of jobs that ask for nothing else. */
  public static final Retention DEFAULT_RETENTION = new Retention(100, Duration.ofDays(30));

  /**
   * Throws {@link IllegalArgumentException} for an empty type and a time-out that is not positive.
   */
  public JobSpec {
    if (type.isEmpty()) {
      throw new IllegalArgumentException("job " + name + " has no type");
    }
    if (timeout.filter(limit -> limit.isZero() || limit.isNegative()).isPresent()) {
      throw new IllegalArgumentException("the time-out of job " + name + " must be positive");
    }
    data = DataCopy.of(data);
    tags = List.copyOf(tags);
  }

  /** A job that says nothing of alerts. */
  public JobSpec(
      JobName name,
      String type,
      boolean durable,
      OnLeaderLoss onLeaderLoss,
      Concurrency concurrency,
      Optional<Duration> timeout,
      WhenStuck whenStuck,
      Optional<Retry> retry,
      Retention retention,
      Map<String, Object> data,
      String description,
      Optional<String> owner,
      List<String> tags,
      Source source,
      String incarnation,
      String edition,
      Optional<TriggerSpec> resting) {
    this(
        name,
        type,
        durable,
        onLeaderLoss,
        concurrency,
        timeout,
        whenStuck,
        retry,
        retention,
        JobAlerts.DEFAULT,
        data,
        description,
        owner,
        tags,
        source,
        incarnation,
        edition,
        resting);
  }

  /** A job of the API that asks for nothing special. */
  public static JobSpec of(JobName name, String type) {
    return new JobSpec(
        name,
        type,
        false,
        OnLeaderLoss.LOSE,
        Concurrency.ALLOW,
        Optional.empty(),
        WhenStuck.WAIT,
        Optional.empty(),
        DEFAULT_RETENTION,
        JobAlerts.DEFAULT,
        Map.of(),
        "",
        Optional.empty(),
        List.of(),
        Source.API,
        "",
        "",
        Optional.empty());
  }

  /** The same job, as if it came from there. */
  public JobSpec withSource(Source newSource) {
    return new JobSpec(
        name,
        type,
        durable,
        onLeaderLoss,
        concurrency,
        timeout,
        whenStuck,
        retry,
        retention,
        alerts,
        data,
        description,
        owner,
        tags,
        newSource,
        incarnation,
        edition,
        resting.map(trigger -> trigger.withSource(newSource)));
  }

  /** The same job, durable or not. */
  public JobSpec withDurable(boolean newDurable) {
    return with(newDurable, data, incarnation, edition);
  }

  /** The same job with other data. */
  public JobSpec withData(Map<String, Object> newData) {
    return with(durable, newData, incarnation, edition);
  }

  /** The same job under another identity. */
  public JobSpec withIdentity(String newIncarnation, String newEdition) {
    return with(durable, data, newIncarnation, newEdition);
  }

  private JobSpec with(
      boolean newDurable, Map<String, Object> newData, String newIncarnation, String newEdition) {
    return new JobSpec(
        name,
        type,
        newDurable,
        onLeaderLoss,
        concurrency,
        timeout,
        whenStuck,
        retry,
        retention,
        alerts,
        newData,
        description,
        owner,
        tags,
        source,
        newIncarnation,
        newEdition,
        resting);
  }
}
