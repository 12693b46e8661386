package dev.tenure.server.http;

import java.time.Duration;

/**
 * So many a second on average, and ten seconds' worth at once. One number says it all: the time up
 * to which what was let in is paid for. Pure.
 */
record Rate(long nanosForOne) {

  static final Duration BURST = Duration.ofSeconds(10);

  static Rate perSecond(int number) {
    return new Rate(Duration.ofSeconds(1).toNanos() / number);
  }

  /** What is paid for after one more; {@code paidUpTo} is for somebody new what {@code now} is. */
  long after(long paidUpTo, long now) {
    return Math.max(paidUpTo, now) + nanosForOne;
  }

  /** How long to wait until one more is let in; zero or less if it is now. */
  long waitNanos(long paidUpTo, long now) {
    return after(paidUpTo, now) - now - Math.max(BURST.toNanos(), nanosForOne);
  }
}
