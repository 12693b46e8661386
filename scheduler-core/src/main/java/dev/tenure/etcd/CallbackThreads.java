package dev.tenure.etcd;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The daemon threads on which gRPC calls back. What still arrives after closing runs on the thread
 * that brings it, so that every stage completes.
 */
final class CallbackThreads implements Executor, AutoCloseable {

  private final ThreadPoolExecutor pool;

  CallbackThreads(String namePrefix) {
    AtomicInteger count = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, namePrefix + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (task, closedPool) -> task.run());
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
