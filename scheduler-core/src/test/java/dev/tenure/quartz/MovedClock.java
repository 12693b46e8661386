package dev.tenure.quartz;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, as somebody sets it. */
final class MovedClock extends Clock {

  private volatile Duration by = Duration.ZERO;

  void set(Duration offset) {
    by = offset;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(by);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
