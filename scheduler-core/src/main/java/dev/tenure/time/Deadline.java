package dev.tenure.time;

import java.time.Duration;

/**
 * An instant on a {@link NanoClock} before which something must have happened.
 *
 * @param nanos the reading of the clock at which the deadline passes
 */
public record Deadline(long nanos) {

  /**
   * The deadline that lies {@code span} after the reading {@code fromNanos}; wraps as the clock
   * does.
   */
  public static Deadline after(long fromNanos, Duration span) {
    return new Deadline(fromNanos + span.toNanos());
  }

  /** Whether the deadline has passed at the reading {@code nowNanos}. */
  public boolean passed(long nowNanos) {
    return nowNanos - nanos >= 0;
  }

  /** What is left at the reading {@code nowNanos}; zero when passed. */
  public Duration left(long nowNanos) {
    return Duration.ofNanos(Math.max(0, nanos - nowNanos));
  }

  /** The later of the two, by the clock's wrapping order. */
  public Deadline later(Deadline other) {
    return other.nanos - nanos > 0 ? other : this;
  }
}
