package dev.tenure.bench.subject;

import java.time.Instant;

/** What JobRunr calls, by reflection. */
public final class JobRunrWork {

  /** One that JobRunr makes. */
  public JobRunrWork() {}

  /** A run that nobody waited for. */
  public void run() {
    Probe.run();
  }

  /** A run of a slot. */
  public void slot(long slotMillis) {
    Probe.run(Instant.ofEpochMilli(slotMillis));
  }

  /** A run that never ends. */
  public void hang() throws InterruptedException {
    Probe.hang();
  }
}
