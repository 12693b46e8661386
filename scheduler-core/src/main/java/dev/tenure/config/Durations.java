package dev.tenure.config;

import java.time.Duration;

/** Durations as people write them in HOCON. */
final class Durations {

  private static final long[] SIZES = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
  };
  private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};

  private Durations() {}

  /** The shortest form with one unit, such as {@code 90s}. */
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    long nanos = duration.toNanos();
    int unit = 0;
    while (nanos % SIZES[unit] != 0) {
      unit++;
    }
    return nanos / SIZES[unit] + UNITS[unit];
  }
}
