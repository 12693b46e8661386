package dev.tenure.schedule;

import java.time.temporal.ChronoUnit;

/** The units of intervals, as Quartz has them. */
public enum IntervalUnit {
  MILLISECOND(ChronoUnit.MILLIS),
  SECOND(ChronoUnit.SECONDS),
  MINUTE(ChronoUnit.MINUTES),
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS),
  YEAR(ChronoUnit.YEARS);

  private final ChronoUnit unit;

  IntervalUnit(ChronoUnit unit) {
    this.unit = unit;
  }

  ChronoUnit unit() {
    return unit;
  }

  /** Whether it is a length of time, whatever the clocks and the calendar do. */
  boolean isExact() {
    return compareTo(DAY) < 0;
  }
}
