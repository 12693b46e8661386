package dev.tenure.store;

/** An open watch. */
public interface Watch extends AutoCloseable {

  /** Ends the watch; the listener hears nothing more. Returns at once; idempotent. */
  @Override
  void close();
}
