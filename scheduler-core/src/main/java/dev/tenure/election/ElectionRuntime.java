package dev.tenure.election;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The threads, clocks and chance that elections run on; the simulation brings its own.
 *
 * @param loops makes the loop of one candidacy, given the name for its thread
 * @param callbacks where listeners and leaders' work run; must not run a task on the calling thread
 * @param wallClock only compared with the monotonic clock, to notice that a machine slept
 * @param random makes a source of jitter
 * @param fastPath how candidates notice a death ahead of them before the lease tells; empty if they
 *     do not
 */
public record ElectionRuntime(
    Function<String, EventLoop> loops,
    Executor callbacks,
    Clock wallClock,
    Supplier<RandomGenerator> random,
    Optional<FastPath> fastPath) {

  /** The same for candidates who wait for the lease of who is ahead of them. */
  public ElectionRuntime(
      Function<String, EventLoop> loops,
      Executor callbacks,
      Clock wallClock,
      Supplier<RandomGenerator> random) {
    this(loops, callbacks, wallClock, random, Optional.empty());
  }

  /** The same with a fast path, or without one. */
  public ElectionRuntime with(Optional<FastPath> path) {
    return new ElectionRuntime(loops, callbacks, wallClock, random, path);
  }

  /** Real threads and clocks; all threads are daemons and end when idle. */
  public static ElectionRuntime threads() {
    AtomicInteger count = new AtomicInteger();
    ExecutorService callbacks =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "election-callback-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    return new ElectionRuntime(
        ThreadEventLoop::new, callbacks, Clock.systemUTC(), SplittableRandom::new);
  }
}
