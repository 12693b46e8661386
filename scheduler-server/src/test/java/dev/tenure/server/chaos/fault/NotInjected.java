package dev.tenure.server.chaos.fault;

/** A fault could not be brought about; the message says why. */
final class NotInjected extends Exception {

  private static final long serialVersionUID = 1;

  NotInjected(String why) {
    super(why);
  }
}
