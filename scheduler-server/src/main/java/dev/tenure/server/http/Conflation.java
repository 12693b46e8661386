package dev.tenure.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the first event of a thing at once, and of those that follow closely only the
 * newest, when the pause is over. Confined to the thread that its timer runs on.
 */
final class Conflation {

  static final Duration PAUSE = Duration.ofMillis(250);

  private final ScheduledExecutorService thread;

  /** What waits, by the thing that it is about; null while nothing came since the last one. */
  private final Map<String, @Nullable Runnable> pausing = new HashMap<>();

  Conflation(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /** Sends now, or later, or never if a newer event of the same thing comes before. */
  void offer(String thing, Runnable send) {
    if (pausing.containsKey(thing)) {
      pausing.put(thing, send);
    } else {
      begin(thing, send);
    }
  }

  private void begin(String thing, Runnable send) {
    send.run();
    pausing.put(thing, null);
    thread.schedule(() -> over(thing), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void over(String thing) {
    Runnable waiting = pausing.remove(thing);
    if (waiting != null) {
      begin(thing, waiting);
    }
  }
}
