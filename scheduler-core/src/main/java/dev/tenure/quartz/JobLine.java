package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one job has waiting, and what keeps it from being started. Not thread-safe; {@link DueQueue}
 * alone changes it.
 */
final class JobLine {

  private final JobName job;
  private final Shelf soon = new Shelf(Due.SOONEST);
  private final Shelf missed = new Shelf(Due.FRESHEST);
  private Map<Object, Due> handedOut = Map.of();

  private Concurrency concurrency = Concurrency.ALLOW;
  private boolean muted;
  private int running;
  private int owed;

  JobLine(JobName job) {
    this.job = job;
  }

  /**
   * A line that is not in any queue, to find one's place by: before all that begin at the instant.
   */
  static JobLine probe(Instant at) {
    JobName job = new JobName("0");
    return probe(
        job,
        new Due.OfSlot(
            job, new TriggerName("0"), "", at, at, Integer.MAX_VALUE, Optional.empty(), false));
  }

  /** A line that stays where the given one is now. */
  static JobLine probe(JobLine like) {
    return probe(like.job, like.soon.first());
  }

  private static JobLine probe(JobName job, Due first) {
    JobLine probe = new JobLine(job);
    probe.soon.add(first);
    return probe;
  }

  JobName job() {
    return job;
  }

  Shelf shelf(Due due) {
    return due.isMissed() ? missed : soon;
  }

  Shelf soon() {
    return soon;
  }

  Shelf missed() {
    return missed;
  }

  @Nullable Due handedOut(Object key) {
    return handedOut.get(key);
  }

  void handOut(Due due) {
    if (handedOut.isEmpty()) {
      handedOut = new HashMap<>(4);
    }
    handedOut.put(due.key(), due);
  }

  @Nullable Due takeBack(Object key) {
    if (!handedOut.containsKey(key)) {
      return null;
    }
    Due out = handedOut.remove(key);
    if (handedOut.isEmpty()) {
      handedOut = Map.of();
    }
    return out;
  }

  void concurrency(Concurrency newConcurrency) {
    concurrency = newConcurrency;
  }

  void running(int runs) {
    running = runs;
  }

  /**
   * Whether its place in the queue is the same with these: overlaps are allowed, before and after,
   * and there is something else that keeps the line, so that it is all the same how many runs go
   * on.
   */
  boolean standsWhereItIs(Concurrency newConcurrency, int runs) {
    return concurrency == Concurrency.ALLOW
        && newConcurrency == Concurrency.ALLOW
        && (runs > 0 || !soon.isEmpty() || !missed.isEmpty() || !handedOut.isEmpty());
  }

  void muted(boolean nowMuted) {
    muted = nowMuted;
  }

  /** How many missed slots may be run beside the pace: as many as fell due since it is behind. */
  int owed() {
    return owed;
  }

  void owe(int more) {
    owed += more;
  }

  /** Nothing is owed to a job that has caught up. */
  void settle() {
    if (owed > 0 && missed.isEmpty() && handedOut.values().stream().noneMatch(Due::isMissed)) {
      owed = 0;
    }
  }

  /** Whether one more may be handed out now. */
  boolean isFree() {
    return !muted && (concurrency == Concurrency.ALLOW || (running == 0 && handedOut.isEmpty()));
  }

  /** Whether what is due has to end a run before it can begin. */
  boolean replaces() {
    return !muted && concurrency == Concurrency.REPLACE && running > 0 && !soon.isEmpty();
  }

  /** Whether something that was missed can be handed out beside the pace. */
  boolean isOwed() {
    return owed > 0 && isFree() && !missed.isEmpty();
  }

  boolean isEmpty() {
    return soon.isEmpty()
        && missed.isEmpty()
        && handedOut.isEmpty()
        && running == 0
        && !muted
        && concurrency == Concurrency.ALLOW;
  }
}
