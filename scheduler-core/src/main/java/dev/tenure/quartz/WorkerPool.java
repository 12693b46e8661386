package dev.tenure.quartz;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.quartz.spi.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run jobs: a fixed number of permits, threads only while there is work. Quartz
 * asks for free permits before it acquires, so a run that is fired finds a thread at once.
 */
final class WorkerPool implements ThreadPool {

  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final int permits;
  private final ThreadPoolExecutor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private int busy;

  /** The threads whose places were given to others. Guarded by {@link #lock}. */
  private final Set<Thread> leftBehind = new HashSet<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  WorkerPool(String threadPrefix, int permits) {
    this.permits = permits;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            permits,
            permits,
            IDLE.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadPrefix + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Never false, which would put the job's triggers into an error state for ever. */
  @Override
  public boolean runInThread(Runnable shell) {
    lock.lock();
    try {
      if (closed) {
        log.warn("a run was fired after its pool had been closed and is not started");
        return true;
      }
      busy++;
      threads.execute(() -> run(shell));
    } finally {
      lock.unlock();
    }
    return true;
  }

  private void run(Runnable shell) {
    try {
      shell.run();
    } catch (RuntimeException e) {
      log.error("a run ended in a way that it cannot; this is a defect, please report it", e);
    } finally {
      lock.lock();
      try {
        if (leftBehind.remove(Thread.currentThread())) {
          resize();
        } else {
          busy--;
          freed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Gives the place of a thread that does not come back to others. */
  void leaveBehind(Thread thread) {
    lock.lock();
    try {
      if (!closed && leftBehind.add(thread)) {
        busy--;
        resize();
        freed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void resize() {
    int size = permits + leftBehind.size();
    if (size > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(size);
      threads.setCorePoolSize(size);
    } else {
      threads.setCorePoolSize(size);
      threads.setMaximumPoolSize(size);
    }
  }

  /** Waits for a free permit; answers 1 when the pool is closed, as Quartz then stops by itself. */
  @Override
  public int blockForAvailableThreads() {
    lock.lock();
    try {
      while (busy >= permits && !closed) {
        freed.await();
      }
      return Math.max(1, permits - busy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void initialize() {}

  /** Interrupts nobody and waits for nobody: the engine has done both by then. */
  @Override
  public void shutdown(boolean waitForJobsToComplete) {
    lock.lock();
    try {
      closed = true;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
    threads.shutdown();
  }

  boolean awaitTermination(Duration wait) throws InterruptedException {
    return threads.awaitTermination(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int getPoolSize() {
    return permits;
  }

  @Override
  public void setInstanceId(String id) {}

  @Override
  public void setInstanceName(String name) {}
}
