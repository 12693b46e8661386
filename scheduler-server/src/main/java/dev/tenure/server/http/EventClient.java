package dev.tenure.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What waits to be sent to one client. */
final class EventClient implements EventFeed {

  private static final int QUEUE = 1024;
  private static final long IDLE_SECONDS = 15;
  private static final String COMMENT = ": still here\n\n";
  private static final String END = "";

  /** Belongs to the thread that sends. */
  private final Deque<String> first;

  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Consumer<EventClient> onClose;
  private volatile boolean closed;

  /**
   * A client.
   *
   * @param first what it is sent first, however much that is
   */
  EventClient(List<String> first, Consumer<EventClient> onClose) {
    this.first = new ArrayDeque<>(first);
    this.onClose = onClose;
  }

  /** Never blocks; a client that has too much before it is dropped, and comes back by itself. */
  void tell(String event) {
    if (!queue.offer(event)) {
      close();
    }
  }

  @Override
  public Optional<String> next() throws InterruptedException {
    String piece = first.poll();
    if (piece == null && !closed) {
      piece = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
      piece = piece == null ? COMMENT : piece;
    }
    return piece == null || closed || piece.equals(END) ? Optional.empty() : Optional.of(piece);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.clear();
      queue.offer(END);
      onClose.accept(this);
    }
  }
}
