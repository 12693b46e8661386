package dev.tenure.node;

import dev.tenure.job.RunContext;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Lines of the log about runs, and about slots that are not run: one for each while there are few,
 * and one for many when there are more in a second than anybody reads. Thread-safe.
 */
final class RunLines {

  /** How many lines a second there are of each kind. */
  static final int A_SECOND = 20;

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  private enum Kind {
    SUCCEEDED(Level.INFO, "group {}: {} more runs succeeded"),
    ENDED_OTHERWISE(Level.WARN, "group {}: {} more runs ended otherwise"),
    NOT_RUN(Level.INFO, "group {}: {} more jobs have slots that are not run");

    private final Level level;
    private final String rest;

    Kind(Level level, String rest) {
      this.level = level;
      this.rest = rest;
    }
  }

  private final GroupName group;
  private final NanoClock clock;
  private final Logger log;

  /** Guarded by this, as what follows. */
  private long secondBegan;

  private final Map<Kind, Integer> inThisSecond = new EnumMap<>(Kind.class);

  RunLines(GroupName group, NanoClock clock, Logger log) {
    this.group = group;
    this.clock = clock;
    this.log = log;
    secondBegan = clock.nanos();
  }

  void ended(RunOutcome outcome) {
    long tookMillis = Duration.between(outcome.started(), outcome.finished()).toMillis();
    if (outcome.state() == EndState.SUCCEEDED) {
      if (hasLineOfItsOwn(Kind.SUCCEEDED)) {
        log.atInfo()
            .addKeyValue(RunContext.RUN, outcome.run())
            .log("run {} succeeded in {} ms", outcome.run(), tookMillis);
      }
    } else if (hasLineOfItsOwn(Kind.ENDED_OTHERWISE)) {
      log.atWarn()
          .addKeyValue(RunContext.RUN, outcome.run())
          .log(
              "run {} {} after {} ms: {}",
              outcome.run(),
              outcome.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              tookMillis,
              outcome
                  .error()
                  .map(error -> error.type() + ": " + error.message())
                  .orElse("no reason"));
    }
  }

  void skipped(Skipped skipped) {
    boolean told =
        skipped.ranges().stream().anyMatch(range -> range.reason() != SkipReason.OVERLAP);
    if (told && !hasLineOfItsOwn(Kind.NOT_RUN)) {
      return;
    }
    for (SkippedRange range : skipped.ranges()) {
      log.atLevel(range.reason() == SkipReason.OVERLAP ? Level.DEBUG : Level.INFO)
          .log(
              "job {}: {} slots from {} to {} are not run: {}",
              skipped.job(),
              range.count(),
              range.from(),
              range.to(),
              range.reason().word());
    }
  }

  private boolean hasLineOfItsOwn(Kind kind) {
    return log.isEnabledForLevel(kind.level) && isOneOfFew(kind);
  }

  private synchronized boolean isOneOfFew(Kind kind) {
    long now = clock.nanos();
    if (now - secondBegan >= SECOND_NANOS) {
      flush();
      secondBegan = now;
    }
    return inThisSecond.merge(kind, 1, Integer::sum) <= A_SECOND;
  }

  /** Tells of those that have had no line yet. */
  synchronized void flush() {
    inThisSecond.forEach(
        (kind, count) -> {
          if (count > A_SECOND) {
            log.atLevel(kind.level).log(kind.rest, group, count - A_SECOND);
          }
        });
    inThisSecond.clear();
  }
}
