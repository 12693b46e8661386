package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;

/** How far schedules reach, and how far a search goes that might find nothing. */
final class Horizon {

  /** The most steps of one search. Ours take about a microsecond each. */
  static final int STEPS = 20_000;

  /** The beginning of the year 1; what lies before it counts as this. Milliseconds. */
  static final long FIRST = -62_135_596_800_000L;

  /** The last millisecond of the year 9999; no slot is later. */
  static final long LAST = 253_402_300_799_999L;

  private static final Instant FIRST_INSTANT = Instant.ofEpochMilli(FIRST);
  private static final Instant LAST_INSTANT = Instant.ofEpochMilli(LAST);
  private static final Duration CENTURY = Duration.ofDays(36_525);

  private Horizon() {}

  /** Where a search from an instant ends. */
  static Instant of(Instant from) {
    return from.plus(CENTURY);
  }

  /**
   * The instant itself, or the nearest that is within reach; arithmetic on it does not overflow.
   */
  static Instant within(Instant instant) {
    if (instant.isBefore(FIRST_INSTANT)) {
      return FIRST_INSTANT;
    }
    return instant.isAfter(LAST_INSTANT) ? LAST_INSTANT : instant;
  }

  /** Where slots begin that have a start, in milliseconds; beyond reach if there are none. */
  static long start(Instant start) {
    return start.isAfter(LAST_INSTANT) ? LAST + 1 : within(start).toEpochMilli();
  }

  /** Whether no slot is later. */
  static boolean isReached(Instant after) {
    return !after.isBefore(LAST_INSTANT);
  }
}
