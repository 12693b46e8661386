package dev.tenure.config;

import java.util.Comparator;

/**
 * Where a setting was written.
 *
 * @param source a file, or "environment variable X", or "system property x"
 * @param line the line in that file, from 1; 0 where there are no lines
 * @param path the full path of the setting, such as {@code jobs.ping.cron}; may be empty
 */
public record Origin(String source, int line, String path) implements Comparable<Origin> {

  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::source)
          .thenComparingInt(Origin::line)
          .thenComparing(Origin::path);

  /** The same place, for another path, such as a key beneath it. */
  public Origin withPath(String other) {
    return new Origin(source, line, other);
  }

  /** {@code file:line}, or the source alone where there are no lines. */
  public String place() {
    return line > 0 ? source + ":" + line : source;
  }

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: path}. */
  @Override
  public String toString() {
    return path.isEmpty() ? place() : place() + ": " + path;
  }
}
