package dev.tenure.quartz;

import dev.tenure.loop.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to runs that take too long: an interrupt when the time is over, a second one after
 * the grace, and after another grace the run counts as stuck and is reported with its stack, once.
 *
 * @param timers the loop of the timers
 * @param running tells runs to stop
 * @param grace between one step and the next
 * @param onStuck called on the loop with a stuck run and its stack
 */
record TimeLimit(
    EventLoop timers, RunningRuns running, Duration grace, BiConsumer<ActiveRun, String> onStuck) {

  private static final Logger log = LoggerFactory.getLogger(TimeLimit.class);

  /** Starts the clock for a run; the answer stops it. */
  EventLoop.Timer set(ActiveRun run) {
    return run.run()
        .job()
        .timeout()
        .map(timeout -> timers.schedule(timeout, () -> first(run, timeout)))
        .orElse(() -> {});
  }

  private void first(ActiveRun run, Duration timeout) {
    running.timeOut(run, timeout);
    timers.schedule(grace, () -> second(run));
  }

  private void second(ActiveRun run) {
    running.interruptAgain(run);
    timers.schedule(grace, () -> third(run));
  }

  private void third(ActiveRun run) {
    run.stuck().ifPresent(stack -> report(run, stack));
  }

  private void report(ActiveRun run, List<String> stack) {
    String lines = String.join("\n  at ", stack);
    log.error(
        "run {} is stuck: it was told twice to stop, and its thread {} still goes on\n  at {}",
        run.run().id(),
        run.thread().getName(),
        lines);
    onStuck.accept(run, "at " + String.join("\nat ", stack));
  }
}
