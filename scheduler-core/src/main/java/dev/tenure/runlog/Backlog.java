package dev.tenure.runlog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The logs in which something waits to be written. Thread-safe. */
final class Backlog {

  /** From here on each log keeps only a little, so that a slow disk does not cost the heap. */
  private static final long CROWDED_BYTES = 8 << 20;

  private final BlockingQueue<RunLog> queue = new LinkedBlockingQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** So much more waits; answers whether that is too much. */
  boolean add(long size) {
    return bytes.addAndGet(size) > CROWDED_BYTES;
  }

  void take(long size) {
    bytes.addAndGet(-size);
  }

  void offer(RunLog log) {
    queue.add(log);
  }

  /**
   * Waits for a log, and then a little longer, so that what comes together is written together. The
   * same log may be in the list twice.
   *
   * @param idleMillis how long to wait for the first one
   * @param pauseMillis how much longer
   */
  List<RunLog> await(long idleMillis, long pauseMillis) throws InterruptedException {
    List<RunLog> logs = new ArrayList<>();
    RunLog first = queue.poll(isClosed() ? 0 : idleMillis, TimeUnit.MILLISECONDS);
    if (first != null) {
      logs.add(first);
      if (bytes.get() < CROWDED_BYTES / 2) {
        closed.await(pauseMillis, TimeUnit.MILLISECONDS);
      }
      queue.drainTo(logs);
    }
    return logs;
  }

  /** Nothing more will be waited for. The log wakes whoever waits. */
  void close(RunLog waking) {
    closed.countDown();
    queue.add(waking);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
