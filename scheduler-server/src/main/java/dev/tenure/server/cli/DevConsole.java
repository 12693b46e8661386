package dev.tenure.server.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** What {@code tenure dev} prints: one line per event, with the time of day. Thread-safe. */
final class DevConsole {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final PrintWriter out;
  private final Clock clock;

  DevConsole(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A line about what happened just now. */
  void event(String text) {
    line(LocalTime.now(clock).truncatedTo(ChronoUnit.MILLIS).format(TIME) + "  " + text);
  }

  /** A line as it is. */
  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
