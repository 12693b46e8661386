package dev.tenure.quartz;

/**
 * Why a run was told to stop.
 *
 * @param kind who or what wants it
 * @param reason for people; goes into the run's record
 */
record StopCause(Kind kind, String reason) {

  enum Kind {
    /** Its time is over. */
    TIMEOUT,
    /** The node stands down: the run was cut off and is not to blame. */
    STANDBY,
    /** Somebody asked, or a newer run takes its place. */
    ASKED
  }
}
