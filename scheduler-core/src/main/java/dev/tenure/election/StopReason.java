package dev.tenure.election;

/** Why a leader's work has to stop. */
public enum StopReason {
  /** The candidate resigned or closes; the leadership holds until the work has stopped. */
  RESIGNED,
  /** The leadership is over already: stop at once. */
  LOST
}
