package dev.tenure.lifeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which all lifelines of a process live: what is ready, what was asked for, what
 * has waited too long. {@link #execute} and {@link #end} may be called from anywhere, the rest from
 * tasks only.
 */
final class LineLoop {

  private static final Logger log = LoggerFactory.getLogger(LineLoop.class);

  /** Something on the loop that waits for its channel. */
  interface Socket {
    void ready();
  }

  private record Alarm(long atNanos, Runnable action) {}

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final Set<Alarm> alarms = new HashSet<>();
  private volatile boolean ended;

  LineLoop() throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, "lifelines");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Does what was asked for before, then ends; blocks until that is done. */
  void end(Duration limit) {
    execute(() -> ended = true);
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  SelectionKey register(SelectableChannel channel, int interest, Socket socket) {
    try {
      channel.configureBlocking(false);
      return channel.register(selector, interest, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the action after a while, unless the answer is run before. */
  Runnable alarm(Duration after, Runnable action) {
    Alarm alarm = new Alarm(System.nanoTime() + after.toNanos(), action);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  private void run() {
    while (!ended) {
      try {
        select();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          guarded(task);
        }
        ring();
      } catch (IOException e) {
        log.warn("lifelines: {}", e.toString());
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      log.debug("lifelines: {}", e.toString());
    }
  }

  private void select() throws IOException {
    long now = System.nanoTime();
    long wait =
        alarms.stream().mapToLong(alarm -> alarm.atNanos() - now).min().orElse(Long.MAX_VALUE);
    if (!tasks.isEmpty() || wait <= 0) {
      selector.selectNow();
    } else if (wait == Long.MAX_VALUE) {
      selector.select();
    } else {
      selector.select(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    }
    List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
    selector.selectedKeys().clear();
    for (SelectionKey key : ready) {
      if (key.isValid() && key.attachment() instanceof Socket socket) {
        guarded(socket::ready);
      }
    }
  }

  private void ring() {
    long now = System.nanoTime();
    List<Alarm> due = new ArrayList<>(alarms);
    due.removeIf(alarm -> alarm.atNanos() - now > 0);
    for (Alarm alarm : due) {
      if (alarms.remove(alarm)) {
        guarded(alarm.action());
      }
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("a task failed on lifelines; this is a defect, please report it", e);
    }
  }
}
