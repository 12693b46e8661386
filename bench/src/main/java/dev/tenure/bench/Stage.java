package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import java.util.Map;

/** A contender that stands ready. Closing it ends all that it started. */
interface Stage extends AutoCloseable {

  /** The process of the scheduler. */
  ChildProcess node();

  /** The processor time of the store's processes, so far. */
  long storeCpuMicros() throws Exception;

  /** What is counted from now on. */
  default void mark() throws Exception {}

  /** What the store had to do since the mark, for each of so many runs. */
  default Map<String, Object> perRun(long runs) throws Exception {
    return Map.of();
  }

  /** Holds what the node says against the store itself; throws when they disagree. */
  default void verify() throws Exception {}

  @Override
  void close();
}
