package dev.tenure.time;

/**
 * A monotonic clock: its readings only make sense as differences within one process.
 *
 * <p>Everything about leases, deadlines and back-off uses this clock and never the wall clock,
 * which people and NTP move. Thread-safe; never blocks.
 */
@FunctionalInterface
public interface NanoClock {

  /** The present reading in nanoseconds, with an arbitrary origin; may be negative. */
  long nanos();

  /** The clock of this JVM. It runs while the process is stopped, not while the machine sleeps. */
  static NanoClock system() {
    return System::nanoTime;
  }
}
