package dev.tenure.config;

import java.time.Duration;

/**
 * What happens to slots that fell due while nobody led.
 *
 * @param policy the rule
 * @param max for {@link Policy#ALL}: the most slots that are run late; the newest are kept
 * @param window for {@link Policy#ALL}: slots older than this are not run late
 */
public record CatchUpConfig(Policy policy, int max, Duration window) {

  /** The rules. */
  public enum Policy {
    /** Nothing is run late. */
    SKIP,
    /** The last of the missed slots is run. */
    LAST,
    /** Each missed slot is run, within {@code max} and {@code window}. */
    ALL
  }
}
