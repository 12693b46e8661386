package dev.tenure.quartz;

import java.time.Duration;

/**
 * How many missed slots may still be run now: so many a second, and after a rest no more at once
 * than fall to a tenth of a second. Not thread-safe.
 */
final class CatchUpPace {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final double most;
  private double permits;
  private long last;

  /**
   * A pace that begins with the full allowance.
   *
   * @param perSecond positive
   * @param nowNanos of the monotonic clock, as always here
   */
  CatchUpPace(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    most = Math.max(1, perSecond / 10.0);
    permits = most;
    last = nowNanos;
  }

  /** Whether one more may be run now; {@link #spend} counts it. */
  boolean allows(long nowNanos) {
    refill(nowNanos);
    return permits >= 1;
  }

  void spend() {
    permits -= 1;
  }

  /** How long until one more may be run. */
  Duration untilNext(long nowNanos) {
    refill(nowNanos);
    double missing = Math.max(0, 1 - permits);
    return Duration.ofNanos((long) Math.ceil(missing * SECOND / perSecond));
  }

  private void refill(long nowNanos) {
    long passed = Math.max(0, nowNanos - last);
    last = nowNanos;
    permits = Math.min(most, permits + (double) passed * perSecond / SECOND);
  }
}
