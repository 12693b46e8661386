package dev.tenure.runlog;

import java.util.List;

/**
 * A part of what a run printed and logged.
 *
 * @param standing what there is
 * @param lines some of it, in order
 * @param next the number of the last line that was looked at: ask for what comes after it
 * @param more whether there is more already than these lines
 * @param over whether the run prints no more here: it has ended, and all of it is in the files
 */
public record LogPart(
    Standing standing, List<LogLine> lines, long next, boolean more, boolean over) {

  public LogPart {
    lines = List.copyOf(lines);
  }

  static LogPart without(Standing standing, LogQuery query, boolean over) {
    return new LogPart(standing, List.of(), query.after(), false, over);
  }

  /** What there is of a run's log. */
  public enum Standing {
    /** There are lines. */
    KEPT,
    /** The run printed nothing, so far. */
    EMPTY,
    /** There was perhaps something; it was too old, or there was no room for it. */
    GONE,
    /** This node keeps no logs of runs. */
    OFF
  }
}
