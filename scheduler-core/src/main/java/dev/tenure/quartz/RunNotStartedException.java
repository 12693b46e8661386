package dev.tenure.quartz;

/** Keeps Quartz from calling the code of a run that may not begin. */
final class RunNotStartedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunNotStartedException(String message) {
    super(message, null, false, false);
  }
}
