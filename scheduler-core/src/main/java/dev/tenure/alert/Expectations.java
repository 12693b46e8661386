package dev.tenure.alert;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs that are to have a success within some time, and since when each is waited for: its last
 * success, or the beginning of its triggers, or the end of a pause. All of that follows from the
 * ledger and the definitions, so it survives a change of the leader.
 *
 * <p>Confined to the loop of the alerts, but for {@link #succeeded}.
 */
final class Expectations {

  private final WatchedGroup group;
  private final Map<JobName, Duration> within = new ConcurrentHashMap<>();
  private final Map<JobName, Instant> since = new ConcurrentHashMap<>();

  /** Jobs that are paused, or have no slot to come: their time begins when that has changed. */
  private final Set<JobName> resting = new HashSet<>();

  Expectations(WatchedGroup group) {
    this.group = group;
  }

  /** The job is defined so, or not at all. */
  void define(JobName job, Optional<JobSpec> spec) {
    Optional<Duration> limit =
        spec.filter(it -> it.alerts().enabled()).flatMap(it -> it.alerts().expectSuccessWithin());
    if (limit.isPresent()) {
      within.put(job, limit.get());
    } else {
      within.remove(job);
      since.remove(job);
    }
  }

  /** A run of the job ended well. Any thread. */
  void succeeded(JobName job, Instant at) {
    if (!within.isEmpty() && within.containsKey(job)) {
      since.merge(job, at, Expectations::later);
    }
  }

  /** The time that the job is given; absent for one of which nothing is expected. */
  Optional<Duration> limit(JobName job) {
    return Optional.ofNullable(within.get(job));
  }

  /** Since when a success of the job is waited for. */
  Instant since(JobName job) {
    return since.getOrDefault(job, Instant.EPOCH);
  }

  /** Jobs whose time is over, as far as can be told from what is at hand. */
  List<JobName> overdue(Instant now) {
    List<JobName> late = new ArrayList<>();
    resting.removeIf(job -> !within.containsKey(job) || group.expectsRun(job, now));
    resting.forEach(job -> since.put(job, now));
    within.forEach(
        (job, limit) -> {
          if (isOver(job, limit, now)) {
            since.merge(job, derived(job), Expectations::later);
            if (isOver(job, limit, now)) {
              if (group.expectsRun(job, since(job))) {
                late.add(job);
              } else {
                resting.add(job);
                since.put(job, now);
              }
            }
          }
        });
    return late;
  }

  private boolean isOver(JobName job, Duration limit, Instant now) {
    return !now.isBefore(since(job).plus(limit));
  }

  /** Whether its last success is older than what is at hand, so that its past must be read. */
  boolean mustBeLookedUp(JobName job) {
    JobState state = group.states().getOrDefault(job, JobState.NONE);
    return state.finished() > state.last().size() && lastSuccess(state.last()).isEmpty();
  }

  /** What is kept of the job was read. */
  void lookedUp(JobName job, JobPast past) {
    lastSuccess(past.runs()).ifPresent(at -> succeeded(job, at));
  }

  private Instant derived(JobName job) {
    JobState state = group.states().getOrDefault(job, JobState.NONE);
    Instant derived = lastSuccess(state.last()).orElse(Instant.EPOCH);
    for (SkippedRange range : state.skipped()) {
      if (range.reason() == SkipReason.PAUSED) {
        derived = later(derived, range.to());
      }
    }
    return later(derived, begun(job));
  }

  /** When the first of its triggers began. */
  private Instant begun(JobName job) {
    return group.definitions().triggersOf(job).stream()
        .flatMap(name -> group.definitions().trigger(name).stream())
        .map(Kept::value)
        .map(Expectations::begun)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private static Instant begun(TriggerSpec trigger) {
    return later(trigger.since(), trigger.start().orElse(Instant.EPOCH));
  }

  private static Optional<Instant> lastSuccess(List<FinishedRun> runs) {
    return runs.stream()
        .filter(run -> run.state() == EndState.SUCCEEDED)
        .map(FinishedRun::finished)
        .max(Instant::compareTo);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
