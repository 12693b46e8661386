package dev.tenure.server.cli;

import java.util.Optional;

/** What is known of one thing, one label a line. Not thread-safe. */
final class Lines {

  private static final int LABEL = 12;
  private static final String END = System.lineSeparator();

  private final StringBuilder text = new StringBuilder();

  /** A line as it is. */
  Lines line(String line) {
    text.append(line.stripTrailing()).append(END);
    return this;
  }

  /** A labelled line; further lines of the value stand below it. */
  Lines add(String label, String value) {
    String lead = label;
    for (String line : value.lines().toList()) {
      line(lead + " ".repeat(Math.max(1, LABEL - lead.length())) + line);
      lead = "";
    }
    return this;
  }

  /** A labelled line, if there is anything to say. */
  Lines add(String label, Optional<String> value) {
    value.filter(present -> !present.isBlank()).ifPresent(present -> add(label, present));
    return this;
  }

  /** Some lines, indented, below a heading; nothing if there are none. */
  Lines block(String heading, String lines) {
    if (!lines.isBlank()) {
      line("").line(heading);
      lines.lines().forEach(each -> line("  " + each));
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
