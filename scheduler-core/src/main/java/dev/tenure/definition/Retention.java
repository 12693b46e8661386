package dev.tenure.definition;

import java.time.Duration;

/**
 * How much of a job's history is kept. Runs that are open are always kept.
 *
 * @param count the most runs that ended; at least 1
 * @param age runs that ended longer ago are dropped; positive
 */
public record Retention(int count, Duration age) {

  /** What holds for jobs that ask for nothing else. */
  public static final Retention DEFAULT = new Retention(100, Duration.ofDays(30));

  /** Throws {@link IllegalArgumentException} that says what is out of its range. */
  public Retention {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, is " + count);
    }
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("age must be positive, is " + age);
    }
  }
}
