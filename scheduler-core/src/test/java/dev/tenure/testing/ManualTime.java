package dev.tenure.testing;

import dev.tenure.loop.EventLoop;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Time that a test moves by hand, and the loops that run in it: everything happens on the calling
 * thread, in the order of due times, and takes no time of its own.
 */
public final class ManualTime {

  private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nanos;
  private long sequence;
  private Duration wallOffset = Duration.ZERO;
  private Runnable afterEachTask = () -> {};

  private record Task(
      long dueNanos, long order, Loop loop, Runnable action, AtomicBoolean cancelled)
      implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(dueNanos, other.dueNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** The monotonic clock. */
  public NanoClock clock() {
    return () -> nanos;
  }

  /** A wall clock that {@link #jump} moves away from the monotonic one. */
  public Clock wallClock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return ORIGIN.plusNanos(nanos).plus(wallOffset);
      }
    };
  }

  /** Sets the wall clock forward or back. */
  public void jump(Duration by) {
    wallOffset = wallOffset.plus(by);
  }

  /** Called after every task: the place for invariants. */
  public void afterEachTask(Runnable check) {
    afterEachTask = check;
  }

  /** A new loop in this time. */
  public Loop loop(String name) {
    return new Loop(name);
  }

  /** Lets the given time pass, and all that is due in it happen. */
  public void pass(Duration span) {
    long end = nanos + span.toNanos();
    while (step(end)) {
      // Everything that happens is in the step.
    }
    nanos = end;
  }

  /** Lets time pass until the condition holds; false when it does not within the limit. */
  public boolean passUntil(Duration limit, BooleanSupplier condition) {
    long end = nanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (!step(end)) {
        nanos = end;
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  private boolean step(long end) {
    Task task = tasks.peek();
    if (task == null || task.dueNanos() > end) {
      return false;
    }
    tasks.remove();
    nanos = Math.max(nanos, task.dueNanos());
    if (!task.cancelled().get()) {
      task.loop().run(task);
      afterEachTask.run();
    }
    return true;
  }

  /** An event loop that runs when {@link ManualTime} says so, and can be stopped like a process. */
  public final class Loop implements EventLoop {

    private final String name;
    private final List<Task> held = new ArrayList<>();
    private boolean paused;
    private boolean closed;
    private boolean running;

    private Loop(String name) {
      this.name = name;
    }

    /** As SIGSTOP does: tasks wait, time does not. */
    public void pause() {
      paused = true;
    }

    /** As SIGCONT does: what was due meanwhile runs now, in the order in which it was due. */
    public void resume() {
      paused = false;
      held.forEach(
          task -> tasks.add(new Task(nanos, sequence++, this, task.action(), task.cancelled())));
      held.clear();
    }

    /** Whether the loop is paused. */
    public boolean paused() {
      return paused;
    }

    private void run(Task task) {
      if (closed) {
        return;
      }
      if (paused) {
        held.add(task);
        return;
      }
      running = true;
      try {
        task.action().run();
      } finally {
        running = false;
      }
    }

    @Override
    public void execute(Runnable task) {
      schedule(Duration.ZERO, task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      AtomicBoolean cancelled = new AtomicBoolean();
      if (!closed) {
        long due = nanos + Math.max(0, delay.toNanos());
        tasks.add(new Task(due, sequence++, this, task, cancelled));
      }
      return () -> cancelled.set(true);
    }

    @Override
    public NanoClock clock() {
      return ManualTime.this.clock();
    }

    @Override
    public void requireInLoop() {
      if (!running) {
        throw new IllegalStateException("must run on loop " + name);
      }
    }

    /** Also what kill -9 does: nothing of it happens any more. */
    @Override
    public void close() {
      closed = true;
    }
  }
}
