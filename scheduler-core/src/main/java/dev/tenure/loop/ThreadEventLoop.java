package dev.tenure.loop;

import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loop of production: one named daemon thread. */
public final class ThreadEventLoop implements EventLoop {

  private static final Logger log = LoggerFactory.getLogger(ThreadEventLoop.class);

  private final ScheduledThreadPoolExecutor executor;
  private final NanoClock clock = NanoClock.system();
  private volatile Thread thread;

  /** Starts a loop whose thread bears the given name. */
  public ThreadEventLoop(String threadName) {
    Thread[] made = new Thread[1];
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread t = new Thread(task, threadName);
              t.setDaemon(true);
              made[0] = t;
              return t;
            },
            (task, pool) -> log.trace("dropped a task: loop {} is closed", threadName));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.prestartCoreThread();
    thread = made[0];
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(guarded(task));
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> future =
        executor.schedule(guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public NanoClock clock() {
    return clock;
  }

  @Override
  public void requireInLoop() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "must run on " + thread.getName() + ", runs on " + Thread.currentThread().getName());
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.error("a task failed on {}; this is a defect, please report it", thread.getName(), e);
      }
    };
  }
}
