package dev.tenure.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** What waits to be sent to one client. */
final class EventClient implements EventFeed {

  static final int QUEUE = 1024;
  private static final String COMMENT = ": still here\n\n";

  private final AtomicReference<List<String>> first;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Consumer<EventClient> onClose;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile Runnable more = () -> {};
  private final AtomicLong told = new AtomicLong();

  /** How much had been told at the last beat; belongs to the thread that beats. */
  private long toldAtBeat;

  /**
   * A client.
   *
   * @param first what it is sent first, however much that is
   */
  EventClient(List<String> first, Consumer<EventClient> onClose) {
    this.first = new AtomicReference<>(List.copyOf(first));
    this.onClose = onClose;
  }

  /** Never blocks; a client that has too much before it is dropped, and comes back by itself. */
  void tell(String event) {
    if (queue.offer(event)) {
      told.incrementAndGet();
      more.run();
    } else {
      end(State.DROPPED);
    }
  }

  /** Says something if nothing was told since the last time, so that one notices who is gone. */
  void beat() {
    if (told.get() == toldAtBeat) {
      tell(COMMENT);
    }
    toldAtBeat = told.get();
  }

  @Override
  public void onMore(Runnable called) {
    more = called;
  }

  @Override
  public String take() {
    List<String> pieces = new ArrayList<>(first.getAndSet(List.of()));
    queue.drainTo(pieces);
    return String.join("", pieces);
  }

  @Override
  public State state() {
    return Objects.requireNonNull(state.get());
  }

  @Override
  public void close() {
    end(State.ENDED);
  }

  private void end(State how) {
    if (state.compareAndSet(State.OPEN, how)) {
      queue.clear();
      onClose.accept(this);
      more.run();
    }
  }
}
