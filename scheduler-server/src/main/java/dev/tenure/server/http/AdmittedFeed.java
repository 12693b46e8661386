package dev.tenure.server.http;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A feed that ends when its listener is not admitted any more: a token went, a session ended. */
final class AdmittedFeed implements EventFeed {

  private final EventFeed feed;
  private final BooleanSupplier admitted;

  AdmittedFeed(EventFeed feed, BooleanSupplier admitted) {
    this.feed = feed;
    this.admitted = admitted;
  }

  /** Looks again before each piece, and there is one at least every 15 seconds. */
  @Override
  public Optional<String> next() throws InterruptedException {
    Optional<String> piece = feed.next();
    return admitted.getAsBoolean() ? piece : Optional.empty();
  }

  @Override
  public void close() {
    feed.close();
  }
}
