package dev.tenure.server.http;

import java.util.Optional;

/** What one listening client is told, piece by piece. Closed from any thread. */
interface EventFeed extends AutoCloseable {

  /**
   * The next piece of the stream, as it is sent. Blocks until there is one; an idle stream is given
   * comments, so that a client that is gone is noticed. Empty when the stream has ended.
   */
  Optional<String> next() throws InterruptedException;

  /** Ends it; a waiting {@link #next} answers at once. Idempotent. */
  @Override
  void close();
}
