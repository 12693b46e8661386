package dev.tenure.server.cli;

/** Whether words are coloured. */
enum Ink {
  PLAIN,
  COLOURED;

  private static final String ESCAPE = "\u001b[";

  /** The text, in the colour of the state that its first word names, if it has one. */
  String state(String text) {
    String colour = this == PLAIN ? "" : colour(text.strip().split(" ", 2)[0]);
    return colour.isEmpty() ? text : ESCAPE + colour + "m" + text + ESCAPE + "0m";
  }

  private static String colour(String state) {
    return switch (state) {
      case "SUCCEEDED", "LEADER" -> "32";
      case "FAILED", "TIMED_OUT", "LOST", "ERROR", "UNUSABLE" -> "31";
      case "STARTED", "RUNNING" -> "36";
      case "INTERRUPTED", "SKIPPED", "PAUSED", "DUE" -> "33";
      default -> "";
    };
  }
}
