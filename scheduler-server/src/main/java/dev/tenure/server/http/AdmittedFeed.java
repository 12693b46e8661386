package dev.tenure.server.http;

import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A feed that ends when its listener is not admitted any more: a token went, a session ended. */
final class AdmittedFeed implements EventFeed {

  private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(1);

  private final EventFeed feed;
  private final BooleanSupplier admitted;
  private final NanoClock clock;

  /** Belongs to the thread that sends. */
  private Deadline next;

  AdmittedFeed(EventFeed feed, BooleanSupplier admitted, NanoClock clock) {
    this.feed = feed;
    this.admitted = admitted;
    this.clock = clock;
    next = Deadline.after(clock.nanos(), OFTEN_ENOUGH);
  }

  /** Looks again once a second at most; there is a piece at least every 15 seconds. */
  @Override
  public Optional<String> next() throws InterruptedException {
    Optional<String> piece = feed.next();
    long now = clock.nanos();
    if (!next.passed(now)) {
      return piece;
    }
    next = Deadline.after(now, OFTEN_ENOUGH);
    return admitted.getAsBoolean() ? piece : Optional.empty();
  }

  @Override
  public void close() {
    feed.close();
  }
}
