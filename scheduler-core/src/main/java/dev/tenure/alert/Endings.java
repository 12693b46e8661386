package dev.tenure.alert;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.AlertKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hears of each end of a run on the ledger's loop, where there may be thousands a second, and hands
 * on the few that matter: final failures, and successes after one.
 */
final class Endings implements JobChangeListener {

  private final GroupName group;
  private final AlertBook book;
  private final Expectations expected;
  private final GroupWatch watch;
  private final EventLoop loop;

  /** Jobs with a failure that was handed on and no success since. */
  private final Set<JobName> failing = ConcurrentHashMap.newKeySet();

  private volatile long newest;

  Endings(
      GroupName group, AlertBook book, Expectations expected, GroupWatch watch, EventLoop loop) {
    this.group = group;
    this.book = book;
    this.expected = expected;
    this.watch = watch;
    this.loop = loop;
  }

  @Override
  public void onChange(JobName job, JobState before, JobState after) {
    for (FinishedRun run : RunEndings.between(before, after)) {
      long end = run.finished().toEpochMilli();
      if (end > newest) {
        newest = end;
      }
      if (run.state() == EndState.SUCCEEDED) {
        expected.succeeded(job, run.finished());
        if ((!failing.isEmpty() && failing.remove(job)) || isOpen(job)) {
          loop.execute(() -> watch.succeeded(job, run.finished()));
        }
      } else if (RunEndings.isFinalFailure(run, after)) {
        failing.add(job);
        loop.execute(() -> watch.failed(run));
      }
    }
    // Mostly it is the same list.
    if (!after.skipped().equals(before.skipped())) {
      List<SkippedRange> more = SkippedSlots.between(before.skipped(), after.skipped());
      if (!more.isEmpty()) {
        loop.execute(() -> watch.missed(job, more));
      }
    }
  }

  private boolean isOpen(JobName job) {
    return !book.isEmpty()
        && (book.isOpen(AlertId.of(AlertKind.RUN_FAILED, group, job))
            || book.isOpen(AlertId.of(AlertKind.NO_SUCCESS, group, job)));
  }

  /** When a run last ended, as far as was heard; any thread. */
  Instant newest() {
    return Instant.ofEpochMilli(newest);
  }

  void forget(JobName job) {
    failing.remove(job);
  }
}
