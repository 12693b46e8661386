package dev.tenure.server.http;

/**
 * What one listening client is told. Thread-safe; no method blocks.
 *
 * <p>Whoever sends it is called when there is something, takes it, and comes back when the client
 * has read that.
 */
interface EventFeed extends AutoCloseable {

  /** How it stands. */
  enum State {
    /** There is something, or there may be later. */
    OPEN,
    /** There will be nothing more. */
    ENDED
  }

  /** Whom to call, from any thread, when there is something to take or the state has changed. */
  void onMore(Runnable more);

  /** What there is to send next, as it is sent; empty if there is nothing. One thread at a time. */
  String take();

  State state();

  /** Ends it. Idempotent. */
  @Override
  void close();
}
