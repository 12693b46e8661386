package dev.tenure.server.http;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * How far one client has come on the ring. However slowly it reads, it keeps nothing from being
 * forgotten: what it has missed then, it is told that it has missed.
 */
final class EventClient implements EventFeed {

  /** How many events are sent at a time; the next piece follows when they are read. */
  static final int PIECE = 512;

  private static final String COMMENT = ": still here\n\n";

  private final EventRing ring;
  private final Consumer<EventClient> onClose;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile Runnable more = () -> {};

  /** What is to be said besides events. */
  private final AtomicReference<String> aside;

  /** The number of the last event that was taken; belongs to whoever takes. */
  private long taken;

  /** The last number at the last beat; belongs to the thread that beats. */
  private long atBeat;

  /**
   * A client.
   *
   * @param greeting what it is sent first
   * @param from the number of the last event that it knows
   */
  EventClient(EventRing ring, String greeting, long from, Consumer<EventClient> onClose) {
    this.ring = ring;
    this.onClose = onClose;
    aside = new AtomicReference<>(greeting);
    taken = from;
    atBeat = from;
  }

  /** There is something new on the ring. Never blocks. */
  void tell() {
    more.run();
  }

  /** Says something if there was nothing since the last time, so that one notices who is gone. */
  void beat() {
    long last = ring.last();
    if (last == atBeat) {
      aside.compareAndSet("", COMMENT);
      more.run();
    }
    atBeat = last;
  }

  @Override
  public void onMore(Runnable called) {
    more = called;
  }

  @Override
  public String take() {
    if (state() != State.OPEN) {
      return "";
    }
    EventRing.Piece piece = ring.after(taken, PIECE);
    taken = piece.last();
    return Objects.requireNonNull(aside.getAndSet("")) + String.join("", piece.events());
  }

  @Override
  public State state() {
    return Objects.requireNonNull(state.get());
  }

  @Override
  public void close() {
    if (state.compareAndSet(State.OPEN, State.ENDED)) {
      onClose.accept(this);
      more.run();
    }
  }
}
