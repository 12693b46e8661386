package dev.tenure.server.chaos.workload;

import java.time.Instant;

/**
 * Something that a person or a program asked for while things went wrong.
 *
 * @param kind what
 * @param subject the job, or the run
 * @param outcome what was answered
 * @param detail the answer in words; of a run that was asked for, its id
 * @param asked when
 * @param answered when
 */
public record Action(
    Kind kind, String subject, Outcome outcome, String detail, Instant asked, Instant answered) {

  /** What can be asked. */
  public enum Kind {
    TRIGGER,
    PAUSE,
    RESUME,
    INTERRUPT,
    EDIT_FILE,
    REMOVE_FROM_FILE,
    ADD_TO_FILE,
    RESCHEDULE,
    REMOVE,
    DEFINE
  }

  /** What came of it. */
  public enum Outcome {
    /** It is said to be durable. */
    ACKNOWLEDGED,
    /** It is said that nothing was changed. */
    REFUSED,
    /** Nobody knows. A file that was written counts so, too: a leader has yet to read it. */
    UNKNOWN
  }
}
