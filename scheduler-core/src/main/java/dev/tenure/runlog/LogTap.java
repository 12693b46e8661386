package dev.tenure.runlog;

import dev.tenure.model.NodeName;

/** Brings what is logged on the threads of runs to their logs; depends on the logging library. */
@FunctionalInterface
public interface LogTap {

  /** Nothing that is logged gets there; what runs print through their context does. */
  LogTap NONE = (node, logs) -> () -> {};

  /**
   * Begins to listen, before the first run. What it calls of the logs never blocks.
   *
   * @return ends it
   */
  Open open(NodeName node, RunLogs logs);

  /** A tap that is open. */
  @FunctionalInterface
  interface Open extends AutoCloseable {
    @Override
    void close();
  }
}
