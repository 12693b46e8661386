package dev.tenure.loop;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order given, on the threads of another executor: what callbacks
 * to foreign code go through, so that a slow listener holds up nobody but itself. Thread-safe;
 * {@link #execute} returns at once. A task that throws is logged and the next one runs.
 */
public final class SerialExecutor implements Executor {

  private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

  private final Executor threads;
  // Guarded by this; the head runs now.
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  /** A serial queue on the given threads. */
  public SerialExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    boolean first;
    synchronized (this) {
      first = tasks.isEmpty();
      tasks.add(task);
    }
    if (first) {
      threads.execute(() -> runHead(task));
    }
  }

  private void runHead(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("a listener failed; the others go on", e);
    }
    Runnable next;
    synchronized (this) {
      tasks.remove();
      next = tasks.peek();
    }
    if (next != null) {
      threads.execute(() -> runHead(next));
    }
  }
}
