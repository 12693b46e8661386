package dev.tenure.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends each stream of events on a thread of its own: a client that does not read holds up nobody
 * else. Thread-safe.
 */
final class EventSender implements AutoCloseable {

  private final Set<EventFeed> feeds = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Begins to send; the future completes when the stream has ended, whoever ended it. */
  CompletableFuture<Void> send(EventFeed feed, OutputStream to) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    feeds.add(feed);
    if (closed) {
      feed.close();
    }
    Thread thread =
        new Thread(
            () -> {
              try (feed) {
                write(feed, to);
              } catch (IOException e) {
                // The client is gone, which is how most streams end.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                feeds.remove(feed);
                ended.complete(null);
              }
            },
            "http-events");
    thread.setDaemon(true);
    thread.start();
    return ended;
  }

  private static void write(EventFeed feed, OutputStream to)
      throws IOException, InterruptedException {
    Optional<String> piece = feed.next();
    while (piece.isPresent()) {
      to.write(piece.get().getBytes(StandardCharsets.UTF_8));
      to.flush();
      piece = feed.next();
    }
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
