package dev.tenure.quartz;

import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sees when somebody moves the wall clock: it then goes another way than the monotonic one. To be
 * looked at about once a second; what the clock gains or loses by itself in that time is too little
 * to count. Not thread-safe.
 */
final class ClockWatch {

  /** What passes for a moved clock. */
  static final Duration JUMP = Duration.ofSeconds(1);

  /**
   * A jump.
   *
   * @param before what the clock would say had nobody moved it
   * @param now what it says
   */
  record Jump(Instant before, Instant now) {
    Duration size() {
      return Duration.between(before, now);
    }

    boolean isForward() {
      return now.isAfter(before);
    }
  }

  private final Clock wall;
  private final NanoClock nanos;
  private Instant lastWall;
  private long lastNanos;

  ClockWatch(Clock wall, NanoClock nanos) {
    this.wall = wall;
    this.nanos = nanos;
    lastWall = wall.instant();
    lastNanos = nanos.nanos();
  }

  /** The jump since the last look, if there was one. */
  Optional<Jump> look() {
    long nanosNow = nanos.nanos();
    Instant now = wall.instant();
    Instant expected = lastWall.plusNanos(nanosNow - lastNanos);
    lastWall = now;
    lastNanos = nanosNow;
    return Duration.between(expected, now).abs().compareTo(JUMP) > 0
        ? Optional.of(new Jump(expected, now))
        : Optional.empty();
  }
}
