package dev.tenure.quartz;

import org.quartz.spi.JobStore;

/** A job store, started and allowed to fire, as the contract looks at it. */
interface StoreUnderTest extends AutoCloseable {

  JobStore store();

  RecordedSignals signals();

  /** Whether the store differs from Quartz's own in memory in this respect. */
  boolean differs(Difference difference);

  @Override
  void close();
}
