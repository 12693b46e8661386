package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;

/** How far a search goes that might find nothing. */
final class Horizon {

  /** The most steps of one search. Ours take about a microsecond each. */
  static final int STEPS = 20_000;

  private static final Duration CENTURY = Duration.ofDays(36_525);

  private Horizon() {}

  /** Where a search from an instant ends. */
  static Instant of(Instant from) {
    return from.plus(CENTURY);
  }
}
