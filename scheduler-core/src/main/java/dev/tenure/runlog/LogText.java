package dev.tenure.runlog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How lines stand in the files, one each: {@code <instant> <level> <logger> <text>}, with {@code -}
 * for a level or logger that there is none of. What follows in a message after its first line
 * begins with a tab, and belongs to the line before it.
 */
final class LogText {

  /** The longest text of a line, in characters; the rest is cut off. */
  static final int LONGEST = 4096;

  private static final String NONE = "-";
  private static final String FURTHER = "\t";
  private static final char STRANGE = '\uFFFD';

  private LogText() {}

  /** The lines of one message, as they are to be stored, without their ends. */
  static void write(Instant at, String level, String logger, String text, Consumer<byte[]> lines) {
    String first = at.truncatedTo(ChronoUnit.MILLIS) + " " + word(level) + " " + word(logger) + " ";
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      // A message that ends with an end of line has no empty line after it.
      if (from == 0 || to > from || end >= 0) {
        String line = (from == 0 ? first : FURTHER) + clean(text, from, to);
        lines.accept(line.getBytes(StandardCharsets.UTF_8));
      }
      from = to + 1;
    }
  }

  private static String word(String word) {
    return word.isEmpty() ? NONE : word.replace(' ', '_').replace('\n', '_');
  }

  /** Without what would do something to a terminal. */
  private static String clean(String text, int from, int to) {
    int end = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
    boolean cut = end - from > LONGEST;
    StringBuilder line = new StringBuilder(Math.min(end - from, LONGEST) + 1);
    for (int i = from; i < (cut ? from + LONGEST : end); i++) {
      char c = text.charAt(i);
      line.append(c != '\t' && Character.isISOControl(c) ? STRANGE : c);
    }
    return (cut ? line.append('…') : line).toString();
  }

  /** A stored line as it is shown. */
  static LogLine read(long number, long leftOut, String stored) {
    if (stored.startsWith(FURTHER)) {
      return LogLine.further(number, leftOut, stored.substring(1));
    }
    String[] parts = stored.split(" ", 4);
    if (parts.length < 4) {
      return LogLine.further(number, leftOut, stored);
    }
    return new LogLine(
        number, leftOut, Optional.of(parts[0]), given(parts[1]), given(parts[2]), parts[3]);
  }

  private static Optional<String> given(String word) {
    return word.equals(NONE) ? Optional.empty() : Optional.of(word);
  }
}
