package dev.tenure.server.http;

import dev.tenure.config.HttpLimits;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All streams of events: not more than there may be, each at its own pace. Thread-safe. */
final class EventSender implements AutoCloseable {

  private final HttpLimits limits;
  private final Executor threads;
  private final Places places;
  private final Set<EventFeed> feeds = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EventSender(HttpLimits limits, Executor threads) {
    this.limits = limits;
    this.threads = threads;
    places = new Places(limits.streamsPerClient(), limits.streams());
  }

  /** A feed that may be sent, and then must be; throws {@link Refusal} if there are too many. */
  EventFeed open(Guest guest, Supplier<EventFeed> feed) {
    switch (places.take(guest)) {
      case YES -> {}
      case NONE_FOR_CLIENT ->
          throw new Refusal(
              new Problem(
                  429,
                  "too-many-streams",
                  "Too many streams",
                  "this node sends events to "
                      + limits.streamsPerClient()
                      + " clients at your address already; end one, or ask another node"));
      case NONE_AT_ALL ->
          throw new Refusal(
              Problem.unavailable(
                  "too-many-streams",
                  "this node sends events to "
                      + limits.streams()
                      + " clients already; ask another one"));
    }
    try {
      return feed.get();
    } catch (RuntimeException e) {
      places.giveBack(guest);
      throw e;
    }
  }

  /** Begins to send; the future completes when the stream has ended, whoever ended it. */
  CompletableFuture<Void> send(EventFeed feed, Answer answer) {
    feeds.add(feed);
    if (closed) {
      feed.close();
    }
    return new EventStream(feed, answer, threads)
        .begin()
        .whenComplete(
            (nothing, failure) -> {
              feeds.remove(feed);
              places.giveBack(answer.guest());
            });
  }

  /** How many streams are open. */
  int open() {
    return feeds.size();
  }

  /** Ends all streams, also those that begin later. */
  @Override
  public void close() {
    closed = true;
    feeds.forEach(EventFeed::close);
  }
}
