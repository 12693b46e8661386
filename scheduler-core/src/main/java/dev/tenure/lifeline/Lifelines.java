package dev.tenure.lifeline;

import java.util.Optional;
import java.util.function.Consumer;

/** Makes lifelines. Thread-safe; no method blocks. */
@FunctionalInterface
public interface Lifelines {

  /**
   * Calls once, and holds the line if the right process answers.
   *
   * @param endpoint who is called
   * @param known who answered there before, if anybody did: the call goes to the same address
   * @param listener hears the events in order, on a thread of the lifelines; must not block
   */
  Line call(Endpoint endpoint, Optional<Acquaintance> known, Consumer<LineEvent> listener);

  /** A call, or the line that it became. */
  @FunctionalInterface
  interface Line extends AutoCloseable {
    /** Hangs up; an event that is under way may still be heard. Idempotent. */
    @Override
    void close();
  }
}
