package dev.tenure.plugin;

/** A value that cannot become what a setter wants; the message says why, without the value. */
final class DoesNotFitException extends Exception {

  private static final long serialVersionUID = 1L;

  DoesNotFitException(String why) {
    super(why);
  }
}
