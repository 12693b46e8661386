package dev.tenure.model;

import java.time.Duration;

/**
 * How much of a job's past the ledger keeps: whatever exceeds one of the two is dropped, save the
 * last few runs, which always stay.
 *
 * @param runs how many ended runs, at least about
 * @param age how long an ended run is kept, at least about
 */
public record Retention(int runs, Duration age) {

  /** Throws {@link IllegalArgumentException} for negative ones. */
  public Retention {
    if (runs < 0 || age.isNegative()) {
      throw new IllegalArgumentException("retention must not be negative: " + runs + ", " + age);
    }
  }
}
