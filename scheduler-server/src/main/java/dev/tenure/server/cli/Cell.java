package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;

/** Members of an answer as cells of a table. */
final class Cell {

  private Cell() {}

  /** The member as text; a dash when it is not known. */
  static String of(JsonObject object, String name) {
    return object.has(name) ? String.valueOf(object.members().get(name)) : "-";
  }

  /** The first line of the text, cut to so many characters. */
  static String cut(String text, int length) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= length ? line : line.substring(0, length - 1) + "…";
  }
}
