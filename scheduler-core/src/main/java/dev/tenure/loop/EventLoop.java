package dev.tenure.loop;

import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One thread of control that owns the state of one component: tasks run one at a time, in the order
 * in which they were given.
 *
 * <p>Tasks must not block, must not take locks and must not call code of a user. A task that throws
 * is logged and does not end the loop. All methods are thread-safe and return at once. After {@link
 * #close()} tasks are dropped silently: whoever closes a loop has already said good-bye to its
 * work.
 */
public interface EventLoop extends Executor, AutoCloseable {

  /** Runs the task on the loop, after those given before. */
  @Override
  void execute(Runnable task);

  /** Runs the task on the loop once {@code delay} has passed on {@link #clock()}. */
  Timer schedule(Duration delay, Runnable task);

  /** The clock that the timers of this loop follow. */
  NanoClock clock();

  /** Throws {@link IllegalStateException} when the caller is not running on this loop. */
  void requireInLoop();

  /** Drops what is waiting; a running task ends normally. Idempotent. */
  @Override
  void close();

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** The task will not start any more, unless it already has. Idempotent. */
    void cancel();
  }
}
