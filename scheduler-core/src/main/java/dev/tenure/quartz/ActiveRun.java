package dev.tenure.quartz;

import dev.tenure.loop.EventLoop;
import dev.tenure.model.Term;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.UnableToInterruptJobException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run whose code is under way on one thread. Thread-safe. */
final class ActiveRun {

  private static final Logger log = LoggerFactory.getLogger(ActiveRun.class);

  private record Progress(int percent, String message) {}

  private final ClaimedRun run;
  private final Instant started;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean recorded = new AtomicBoolean();

  private volatile Progress progress = new Progress(-1, "");
  private volatile boolean stuck;
  private volatile RunSecrets secrets = RunSecrets.NONE;
  private volatile EventLoop.Timer limit = () -> {};

  /** Guarded by {@link #lock}. */
  private @Nullable Job job;

  /** Guarded by {@link #lock}; the first cause counts. */
  private @Nullable StopCause stop;

  /** Guarded by {@link #lock}. */
  private boolean over;

  ActiveRun(ClaimedRun run, Instant started, Thread thread) {
    this.run = run;
    this.started = started;
    this.thread = thread;
  }

  ClaimedRun run() {
    return run;
  }

  /** The term that began it. */
  Term term() {
    return run.leadership().term();
  }

  Instant started() {
    return started;
  }

  void progress(int percent, String message) {
    progress = new Progress(percent, message);
  }

  /** The last report of progress, for the record; empty if there was none. */
  Optional<String> lastProgress() {
    Progress last = progress;
    return last.percent() < 0
        ? Optional.empty()
        : Optional.of((last.percent() + " % " + last.message()).strip());
  }

  RunView view() {
    Progress now = progress;
    return new RunView(
        run.id(),
        run.leadership().term(),
        run.claim().slot(),
        started,
        now.percent(),
        now.message(),
        thread.getName(),
        stuck);
  }

  /** It has been given these, which nobody else is to see. */
  void knows(RunSecrets revealed) {
    secrets = revealed;
  }

  RunSecrets secrets() {
    return secrets;
  }

  /** The job object is built; from now on an interrupt reaches it by its own method. */
  void built(Job built) {
    lock.lock();
    try {
      job = built;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells the run to stop, once; nothing happens when it is over. A job's own {@code interrupt()}
   * is called on the executor.
   */
  void interrupt(StopCause cause, Executor userCode) {
    lock.lock();
    try {
      if (over || stop != null) {
        return;
      }
      stop = cause;
      tell(userCode, job);
    } finally {
      lock.unlock();
    }
  }

  /** Tells a run again that did not listen: by its own method, and by its thread. */
  void interruptAgain(Executor userCode) {
    lock.lock();
    try {
      if (!over && stop != null) {
        tell(userCode, job);
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(Executor userCode, @Nullable Job told) {
    if (told instanceof InterruptableJob willing) {
      userCode.execute(() -> interrupt(willing));
    } else {
      thread.interrupt();
    }
  }

  private void interrupt(InterruptableJob willing) {
    try {
      willing.interrupt();
    } catch (UnableToInterruptJobException | RuntimeException e) {
      log.warn("run {} refused to be interrupted, so its thread is: {}", run.id(), e.toString());
      interruptThread();
    }
  }

  private void interruptThread() {
    lock.lock();
    try {
      if (!over) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** It was told twice and goes on: says where, or empty if it has ended after all. */
  Optional<List<String>> stuck() {
    lock.lock();
    try {
      if (over) {
        return Optional.empty();
      }
      stuck = true;
      return Optional.of(
          Arrays.stream(thread.getStackTrace()).map(StackTraceElement::toString).toList());
    } finally {
      lock.unlock();
    }
  }

  boolean isStuck() {
    return stuck;
  }

  Thread thread() {
    return thread;
  }

  void limitedBy(EventLoop.Timer timer) {
    limit = timer;
  }

  /** Whether the caller is to record its end: true once. */
  boolean claimRecord() {
    return recorded.compareAndSet(false, true);
  }

  Optional<StopCause> stopCause() {
    lock.lock();
    try {
      return Optional.ofNullable(stop);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The code has returned, on its own thread: no interrupt will hit that thread any more, and one
   * that came too late is cleared.
   *
   * @return why it was told to stop, if it was
   */
  Optional<StopCause> ended() {
    limit.cancel();
    lock.lock();
    try {
      over = true;
      boolean late = Thread.interrupted();
      if (late) {
        log.debug("run {} ended with its thread interrupted", run.id());
      }
      return Optional.ofNullable(stop);
    } finally {
      lock.unlock();
    }
  }
}
