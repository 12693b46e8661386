package dev.tenure.election;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.SerialExecutor;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a leader's work on a thread of its own, start before stop, one call at a time, and answers
 * on the loop: a work that is slow holds up neither renewals nor the watch.
 */
final class WorkShift {

  private static final Logger log = LoggerFactory.getLogger(WorkShift.class);

  private final ElectionName name;
  private final LeaderWork work;
  private final SerialExecutor thread;
  private final EventLoop loop;

  WorkShift(ElectionName name, LeaderWork work, Executor threads, EventLoop loop) {
    this.name = name;
    this.work = work;
    this.thread = new SerialExecutor(threads);
    this.loop = loop;
  }

  void begin(Leadership leadership, Consumer<Throwable> onFailed) {
    thread.execute(
        () -> {
          try {
            work.start(leadership);
          } catch (RuntimeException | Error e) {
            log.error("election {}: the work of {} did not start", name, leadership, e);
            loop.execute(() -> onFailed.accept(e));
          }
        });
  }

  void end(Leadership leadership, StopReason reason, Runnable onStopped) {
    thread.execute(
        () -> {
          try {
            work.stop(leadership, reason);
          } finally {
            loop.execute(onStopped);
          }
        });
  }
}
