package dev.tenure.schedule;

/** A schedule's text cannot be understood, or means an instant that never comes. */
public final class ScheduleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int position;
  private final String what;
  private final String allowed;

  ScheduleException(String text, int position, String what, String allowed) {
    super("\"" + text + "\", position " + position + ": " + what + "; allowed: " + allowed);
    this.position = position;
    this.what = what;
    this.allowed = allowed;
  }

  /** About a text as a whole. */
  ScheduleException(String text, String what, String allowed) {
    super("\"" + text + "\" " + what + "; allowed: " + allowed);
    this.position = 0;
    this.what = what;
    this.allowed = allowed;
  }

  /** Where in the text, from 1; 0 if it is about the whole. */
  public int position() {
    return position;
  }

  /** What is wrong there. */
  public String what() {
    return what;
  }

  /** What is allowed there. */
  public String allowed() {
    return allowed;
  }
}
