package dev.tenure.quartz;

/** Why the engine stops firing. */
public enum StandbyReason {
  /** The session is lost, and the term with it: running jobs are interrupted at once. */
  SESSION_LOST("the session is lost"),
  /** The leadership is handed over: running jobs may end within the grace. */
  RESIGN("the leadership is handed over"),
  /** The node goes down in order: running jobs may end within the grace. */
  DRAIN("the node is shutting down"),
  /** The engine is closed without a stand-down before: running jobs are interrupted at once. */
  CLOSE("the engine is closed");

  private final String words;

  StandbyReason(String words) {
    this.words = words;
  }

  boolean grantsGrace() {
    return this == RESIGN || this == DRAIN;
  }

  @Override
  public String toString() {
    return words;
  }
}
