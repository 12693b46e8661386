package dev.tenure.server.http;

import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A feed that ends when its listener is not admitted any more: a token went, a session ended. As
 * thread-safe as the feed itself.
 */
final class AdmittedFeed implements EventFeed {

  private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(1);

  private final EventFeed feed;
  private final BooleanSupplier admitted;
  private final NanoClock clock;
  private volatile Deadline next;

  AdmittedFeed(EventFeed feed, BooleanSupplier admitted, NanoClock clock) {
    this.feed = feed;
    this.admitted = admitted;
    this.clock = clock;
    next = Deadline.after(clock.nanos(), OFTEN_ENOUGH);
  }

  @Override
  public void onMore(Runnable more) {
    feed.onMore(more);
  }

  /** Looks again once a second at most; there is something at least every 15 seconds. */
  @Override
  public String take() {
    long now = clock.nanos();
    if (next.passed(now)) {
      next = Deadline.after(now, OFTEN_ENOUGH);
      if (!admitted.getAsBoolean()) {
        feed.close();
        return "";
      }
    }
    return feed.take();
  }

  @Override
  public State state() {
    return feed.state();
  }

  @Override
  public void close() {
    feed.close();
  }
}
