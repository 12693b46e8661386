package dev.tenure.server.metrics;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tells what this node has recorded from the changes of a group's ledger, which every node sees:
 * only the leader of a term records anything in it, so what is recorded in a term of this node is
 * recorded by this node. The sums over all nodes are therefore what the ledger says.
 *
 * <p>Confined to the loop of the metrics.
 */
final class RecordedRuns {

  /** Of so many terms of this node records may still come in. */
  private static final int REMEMBERED = 16;

  private final GroupName group;
  private final RunMetrics metrics;
  private final TreeSet<Long> own = new TreeSet<>();

  RecordedRuns(GroupName group, RunMetrics metrics) {
    this.group = group;
    this.metrics = metrics;
  }

  /** This node leads in that term. */
  void lead(long term) {
    own.add(term);
    if (own.size() > REMEMBERED) {
      own.pollFirst();
    }
  }

  /** The state of a job has changed, by whomever. */
  void changed(JobName job, JobState before, JobState after) {
    for (OpenRun run : after.open()) {
      if (isOwn(run.term().number()) && before.openRun(run.id()).isEmpty()) {
        metrics.claimed(group, run);
      }
    }
    for (FinishedRun end : ended(before, after)) {
      // A run is lost to the term that finds it; every other end counts to the run's own.
      long term = end.state() == EndState.LOST ? after.applied().term() : end.run().term().number();
      if (isOwn(term)) {
        metrics.ended(group, end);
      }
      succeeded(job, end);
    }
    if (isOwn(after.applied().term()) && !after.skipped().equals(before.skipped())) {
      skipped(before.skipped(), after.skipped());
    }
  }

  /** All is known that is kept of the job. */
  void known(JobName job, JobState state) {
    state.last().forEach(end -> succeeded(job, end));
  }

  private void succeeded(JobName job, FinishedRun end) {
    if (end.state() == EndState.SUCCEEDED) {
      metrics.succeeded(group, job, end.finished());
    }
  }

  private boolean isOwn(long term) {
    return own.contains(term);
  }

  private static List<FinishedRun> ended(JobState before, JobState after) {
    List<FinishedRun> last = after.last();
    long count = Math.max(0, Math.min(last.size(), after.finished() - before.finished()));
    return last.subList(last.size() - (int) count, last.size());
  }

  private record Begin(TriggerName trigger, Instant from, SkipReason reason) {}

  /** A range may be new, or one that was there may have become longer. */
  private void skipped(List<SkippedRange> before, List<SkippedRange> after) {
    Map<Begin, Long> counted = new HashMap<>();
    before.forEach(range -> counted.merge(begin(range), range.count(), Math::max));
    for (SkippedRange range : after) {
      long more = range.count() - counted.getOrDefault(begin(range), 0L);
      if (more > 0) {
        metrics.skipped(group, range.reason(), more);
      }
    }
  }

  private static Begin begin(SkippedRange range) {
    return new Begin(range.trigger(), range.from(), range.reason());
  }
}
