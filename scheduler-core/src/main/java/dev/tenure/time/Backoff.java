package dev.tenure.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling from {@code first} to {@code max}, each wait drawn
 * evenly from the upper half, so that nodes that failed together do not return together.
 *
 * @param first the longest wait before the second try; positive
 * @param max the longest wait at all; not less than {@code first}
 */
public record Backoff(Duration first, Duration max) {

  public Backoff {
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("first must be positive, is " + first);
    }
    if (max.compareTo(first) < 0) {
      throw new IllegalArgumentException("max " + max + " is less than first " + first);
    }
  }

  /**
   * The wait after the given number of failures in a row.
   *
   * @param failures 1 after the first failure
   * @param random the source of the jitter; seeded in tests
   */
  public Duration wait(int failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1, is " + failures);
    }
    long ceiling = first.toNanos();
    for (int i = 1; i < failures && ceiling < max.toNanos(); i++) {
      ceiling = Math.min(max.toNanos(), ceiling * 2);
    }
    return Duration.ofNanos(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }
}
