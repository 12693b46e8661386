package dev.tenure.config;

import java.util.OptionalInt;

/**
 * How deep a HOCON text goes. The library and all who read what it made descend by recursion, so
 * this is looked at first.
 */
final class Nesting {

  /** Far more than any setting needs, and far less than a thread's stack bears. */
  static final int MOST = 100;

  private final String text;
  private int at;
  private int line = 1;

  private Nesting(String text) {
    this.text = text;
  }

  /** The line where the text goes deeper than {@link #MOST} levels, if it does. */
  static OptionalInt tooDeepAt(String text) {
    return new Nesting(text).tooDeep();
  }

  private OptionalInt tooDeep() {
    int brackets = 0;
    int dots = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        passString();
        continue;
      }
      if (c == '#' || text.startsWith("//", at)) {
        passUntil("\n");
        continue;
      }
      switch (c) {
        case '{', '[' -> brackets++;
        case '}', ']' -> brackets = Math.max(0, brackets - 1);
        case '.' -> dots++;
        case '\n' -> line++;
        default -> {}
      }
      dots = Character.isWhitespace(c) || c == '=' || c == ':' || c == ',' ? 0 : dots;
      if (brackets + dots > MOST) {
        return OptionalInt.of(line);
      }
      at++;
    }
    return OptionalInt.empty();
  }

  private void passString() {
    if (text.startsWith("\"\"\"", at)) {
      at += 3;
      passUntil("\"\"\"");
      at = Math.min(text.length(), at + 3);
      return;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
    }
  }

  private void passUntil(String end) {
    int next = text.indexOf(end, at);
    int stop = next < 0 ? text.length() : next;
    line += (int) text.substring(at, stop).chars().filter(c -> c == '\n').count();
    at = stop;
  }
}
