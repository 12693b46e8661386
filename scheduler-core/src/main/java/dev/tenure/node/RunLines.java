package dev.tenure.node;

import dev.tenure.job.RunContext;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.GroupName;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Lines of the log about runs that succeeded: one for each while there are few, and one for many
 * when there are more in a second than anybody reads. Thread-safe.
 */
final class RunLines {

  /** How many runs a second have a line of their own. */
  static final int A_SECOND = 20;

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  private final GroupName group;
  private final NanoClock clock;
  private final Logger log;

  /** Guarded by this, as what follows. */
  private long secondBegan;

  private int inThisSecond;
  private int untold;

  RunLines(GroupName group, NanoClock clock, Logger log) {
    this.group = group;
    this.clock = clock;
    this.log = log;
    secondBegan = clock.nanos();
  }

  void succeeded(RunOutcome outcome) {
    if (log.isInfoEnabled() && hasLineOfItsOwn()) {
      log.atInfo()
          .addKeyValue(RunContext.RUN, outcome.run())
          .log(
              "run {} succeeded in {} ms",
              outcome.run(),
              Duration.between(outcome.started(), outcome.finished()).toMillis());
    }
  }

  private synchronized boolean hasLineOfItsOwn() {
    long now = clock.nanos();
    if (now - secondBegan >= SECOND_NANOS) {
      flush();
      secondBegan = now;
      inThisSecond = 0;
    }
    inThisSecond++;
    boolean own = inThisSecond <= A_SECOND;
    untold += own ? 0 : 1;
    return own;
  }

  /** Tells of those that have had no line yet. */
  synchronized void flush() {
    if (untold > 0) {
      log.info("group {}: {} more runs succeeded", group, untold);
      untold = 0;
    }
  }
}
