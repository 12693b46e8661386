package dev.tenure.quartz;

import static java.util.Locale.ROOT;

import dev.tenure.ledger.EndState;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What runs on this node now, in the order in which it began, and what has ended in the present
 * term. Thread-safe; no public method blocks.
 */
public final class RunningRuns {

  private static final Duration LOOK = Duration.ofMillis(50);

  /** How many runs that are not in progress may have been told to stop before that is forgotten. */
  private static final int MOST_EARLY = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Executor userCode;

  /** Guarded by {@link #lock}, as all that follows. */
  private final Set<ActiveRun> active = new LinkedHashSet<>();

  /**
   * What was told to runs before they began. Any node sees a run from its claim on, and may want it
   * to stop while it still waits for its thread.
   */
  private final Map<RunId, StopCause> early =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, StopCause> eldest) {
          return size() > MOST_EARLY;
        }
      };

  private long finished;
  private long failed;

  RunningRuns(Executor userCode) {
    this.userCode = userCode;
  }

  /** The runs in progress, the oldest first. */
  public List<RunView> snapshot() {
    return copy().stream()
        .map(ActiveRun::view)
        .sorted(Comparator.comparing(RunView::started))
        .toList();
  }

  /** The runs in progress themselves. */
  List<ActiveRun> active() {
    return copy();
  }

  /** How many runs are in progress. */
  public int count() {
    lock.lock();
    try {
      return active.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many runs ended on this node in the present, or latest, term; the failed ones included. */
  public long finished() {
    lock.lock();
    try {
      return finished;
    } finally {
      lock.unlock();
    }
  }

  /** How many of the finished runs ended in any other way than well. */
  public long failed() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells a run to stop: by its own {@code interrupt()} where the job has one, else by interrupting
   * its thread. One that has not begun is told as soon as it does.
   *
   * @param reason for people; goes into the run's record
   * @return whether such a run was in progress
   */
  public boolean interrupt(RunId id, String reason) {
    StopCause cause = new StopCause(StopCause.Kind.ASKED, reason);
    List<ActiveRun> meant;
    lock.lock();
    try {
      meant = active.stream().filter(run -> run.run().id().equals(id)).toList();
      if (meant.isEmpty()) {
        early.put(id, cause);
      }
    } finally {
      lock.unlock();
    }
    meant.forEach(run -> run.interrupt(cause, userCode));
    return !meant.isEmpty();
  }

  /** Tells all runs of a job to stop. */
  void interrupt(JobName job, String reason) {
    StopCause cause = new StopCause(StopCause.Kind.ASKED, reason);
    copy().stream()
        .filter(run -> run.run().id().job().equals(job))
        .forEach(run -> run.interrupt(cause, userCode));
  }

  /** Tells all runs of some terms to stop: this node cannot finish them. */
  void interruptAll(Predicate<Term> terms, String reason) {
    StopCause cause = new StopCause(StopCause.Kind.STANDBY, reason);
    copy().stream()
        .filter(run -> terms.test(run.term()))
        .forEach(run -> run.interrupt(cause, userCode));
  }

  void timeOut(ActiveRun run, Duration timeout) {
    run.interrupt(
        new StopCause(
            StopCause.Kind.TIMEOUT,
            "ran longer than its timeout of " + timeout.toString().substring(2).toLowerCase(ROOT)),
        userCode);
  }

  void interruptAgain(ActiveRun run) {
    run.interruptAgain(userCode);
  }

  void newTerm() {
    lock.lock();
    try {
      finished = 0;
      failed = 0;
    } finally {
      lock.unlock();
    }
  }

  void began(ActiveRun run) {
    StopCause told;
    lock.lock();
    try {
      active.add(run);
      told = early.remove(run.run().id());
    } finally {
      lock.unlock();
    }
    if (told != null) {
      run.interrupt(told, userCode);
    }
  }

  void ended(ActiveRun run, EndState state) {
    lock.lock();
    try {
      active.remove(run);
      finished++;
      failed += state == EndState.SUCCEEDED ? 0 : 1;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing of these terms runs, the time is over, or the condition to go on waiting
   * fails.
   */
  boolean awaitNone(Predicate<Term> terms, Duration wait, BooleanSupplier goOn) {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (runsAny(terms) && left > 0 && goOn.getAsBoolean()) {
        long step = Math.min(left, LOOK.toNanos());
        left -= step - Math.max(0, ended.awaitNanos(step));
      }
      return !runsAny(terms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean runsAny(Predicate<Term> terms) {
    return active.stream().anyMatch(run -> terms.test(run.term()));
  }

  private List<ActiveRun> copy() {
    lock.lock();
    try {
      return new ArrayList<>(active);
    } finally {
      lock.unlock();
    }
  }
}
