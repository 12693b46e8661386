package dev.tenure.quartz;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.quartz.core.JobRunShell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the runs that somebody's listener has made Quartz lose: a listener that throws ends the
 * fire on the spot, and nobody is told. Without this the run would stay open, and a job that
 * forbids overlaps would be blocked for ever.
 */
final class LostRuns implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LostRuns.class);

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final FireSide fire;
  private final EventLoop loop;
  private final Duration toBegin;
  private Set<String> waiting = Set.of();
  private Duration waited = Duration.ZERO;

  private LostRuns(FireSide fire, EventLoop loop, Duration toBegin) {
    this.fire = fire;
    this.loop = loop;
    this.toBegin = toBegin;
  }

  /**
   * Looks from now on.
   *
   * @param toBegin a run that has not begun so long after it was fired never will; one that tries
   *     to later is not let in
   */
  static LostRuns watch(GroupName group, FireSide fire, Duration toBegin) {
    LostRuns lost = new LostRuns(fire, new ThreadEventLoop("lost-runs-" + group), toBegin);
    lost.loop.schedule(LOOK, lost::look);
    return lost;
  }

  private void look() {
    loop.schedule(LOOK, this::look);
    for (ActiveRun run : fire.running().active()) {
      if (!isInQuartz(run.thread()) && fire.running().active().contains(run)) {
        log.error(
            "run {} ended without a word to the store: a listener of jobs threw. It is recorded as"
                + " failed",
            run.run().id());
        fire.book().lose(run, "a listener of jobs threw when the run had ended");
      }
    }
    waited = waited.plus(LOOK);
    if (waited.compareTo(toBegin) >= 0) {
      waited = Duration.ZERO;
      Set<String> still = new HashSet<>(fire.claimed().ids());
      still.retainAll(waiting);
      still.forEach(this::neverBegan);
      waiting = Set.copyOf(fire.claimed().ids());
    }
  }

  private void neverBegan(String fireId) {
    fire.claimed()
        .take(fireId)
        .ifPresent(
            run -> {
              log.error(
                  "run {} was fired and has not begun within {} ms: a listener threw, or does not"
                      + " return. It is recorded as not started",
                  run.id(),
                  toBegin.toMillis());
              fire.book().neverBegan(run, "a listener threw, or did not return, before it began");
            });
  }

  private static boolean isInQuartz(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(JobRunShell.class.getName()));
  }

  @Override
  public void close() {
    loop.close();
  }
}
