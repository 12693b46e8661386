package dev.tenure.runlog;

import java.util.Optional;

/**
 * One line of what a run printed or logged.
 *
 * @param number counts all lines of the run, from 1
 * @param leftOut how many lines directly before it were not kept
 * @param at when, as an instant; none for the further lines of a message
 * @param level such as INFO; none for what a program printed, and for further lines
 * @param logger who logged it; none where there is no level
 * @param text the line itself; no control characters but tabs
 */
public record LogLine(
    long number,
    long leftOut,
    Optional<String> at,
    Optional<String> level,
    Optional<String> logger,
    String text) {

  static LogLine further(long number, long leftOut, String text) {
    return new LogLine(number, leftOut, Optional.empty(), Optional.empty(), Optional.empty(), text);
  }

  /** The line for people, without its end. */
  public String shown() {
    StringBuilder line = new StringBuilder();
    at.ifPresent(instant -> line.append(instant).append(' '));
    level.ifPresent(word -> line.append(String.format("%-5s ", word)));
    logger.ifPresent(name -> line.append(name).append(": "));
    return line.append(text).toString();
  }
}
