package dev.tenure.quartz;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.quartz.spi.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run jobs: a fixed number of permits, threads only while there is work, and no
 * more than the work of the moment needs. Quartz asks for free permits before it acquires, so a run
 * that is fired finds a thread at once.
 */
final class WorkerPool implements ThreadPool {

  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /**
   * How long a pool that was full waits for a few places more, so that they are filled together.
   */
  private static final Duration LINGER = Duration.ofMillis(1);

  /** What a fork-join pool can have at most; far more than there are permits. */
  private static final int MOST_THREADS = 32_767;

  private static final int NOBODY_WAITS = -1;

  private final int permits;
  private final Duration linger;
  private final ForkJoinPool threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private int busy;

  /** How few must be busy for the one who waits to be woken. Guarded by {@link #lock}. */
  private int wakeAt = NOBODY_WAITS;

  /** The threads whose places were given to others. Guarded by {@link #lock}. */
  private final Set<Thread> leftBehind = new HashSet<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  WorkerPool(String threadPrefix, int permits) {
    this(threadPrefix, permits, LINGER);
  }

  WorkerPool(String threadPrefix, int permits, Duration linger) {
    this.permits = permits;
    this.linger = linger;
    AtomicInteger number = new AtomicInteger();
    // The permits bound it. A thread that is done takes the next run itself, and each that begins
    // one wakes another if more wait: a batch of short runs does not wake a thread for each.
    threads =
        new ForkJoinPool(
            MOST_THREADS,
            pool -> worker(pool, threadPrefix + "-" + number.incrementAndGet()),
            null,
            true,
            0,
            MOST_THREADS,
            0,
            null,
            IDLE.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private static ForkJoinWorkerThread worker(ForkJoinPool pool, String name) {
    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
    thread.setName(name);
    return thread;
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
        if (!leftBehind.remove(Thread.currentThread())) {
          giveBack();
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
        giveBack();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a free permit; answers 1 when the pool is closed, as Quartz then stops by itself. A
   * pool that was full has runs waiting: each transaction claims several of them then, and not one
   * for each place that is given back.
   */
  @Override
  public int blockForAvailableThreads() {
    lock.lock();
    try {
      boolean wasFull = busy >= permits;
      wakeAt = permits - 1;
      while (busy >= permits && !closed) {
        freed.await();
      }
      wakeAt = permits / 2;
      long left = wasFull ? linger.toNanos() : 0;
      while (busy > wakeAt && left > 0 && !closed) {
        left = freed.awaitNanos(left);
      }
      return Math.max(1, permits - busy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      wakeAt = NOBODY_WAITS;
      lock.unlock();
    }
  }

  /** How many permits are taken. */
  int busy() {
    lock.lock();
    try {
      return busy;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack() {
    busy--;
    if (busy <= wakeAt) {
      freed.signalAll();
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
