package dev.tenure.config;

/** What becomes of the place of a run that goes on after two interrupts. */
public enum WhenStuck {
  /** It keeps its thread's place, and with {@code forbid} holds back its job, until it ends. */
  WAIT,
  /** It is recorded as timed out, and its place is given to others while its thread goes on. */
  FREE
}
