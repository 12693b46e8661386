package dev.tenure.runlog;

import dev.tenure.config.RunLogsConfig;

/**
 * How much of one run is kept: the first half is its head, and what comes last is in two segments
 * that take turns, so that between a quarter and a half of what is allowed is of its end.
 *
 * @param bytes the most of one run, in bytes
 * @param lines the same in lines
 */
record LogLimits(long bytes, int lines) {

  static LogLimits of(RunLogsConfig config) {
    return new LogLimits(config.maxBytesPerRun(), config.maxLinesPerRun());
  }

  long headBytes() {
    return bytes / 2;
  }

  int headLines() {
    return lines / 2;
  }

  long segmentBytes() {
    return bytes / 4;
  }

  int segmentLines() {
    return lines / 4;
  }
}
