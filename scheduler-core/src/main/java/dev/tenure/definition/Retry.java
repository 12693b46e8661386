package dev.tenure.definition;

import java.time.Duration;

/**
 * How failed runs are tried again.
 *
 * @param attempts how many there may be in all, with the first one; at least 2
 * @param backOff the wait before the second one; doubled for each further one; not negative
 * @param maxBackOff the longest wait; not less than {@code backOff}
 * @param jitter the part of each wait that is random, 0 to 1
 */
public record Retry(int attempts, Duration backOff, Duration maxBackOff, double jitter) {

  /** Throws {@link IllegalArgumentException} that says what is out of its range. */
  public Retry {
    if (attempts < 2) {
      throw new IllegalArgumentException("attempts must be at least 2, is " + attempts);
    }
    if (backOff.isNegative() || maxBackOff.compareTo(backOff) < 0) {
      throw new IllegalArgumentException(
          "back-off must not be negative nor longer than max-back-off: "
              + backOff
              + ", "
              + maxBackOff);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be 0 to 1, is " + jitter);
    }
  }
}
