package dev.tenure.server.http;

import dev.tenure.config.HttpLimits;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Connection;

/**
 * One connection, and what it waits for. Told by the threads that serve it, asked by the one that
 * looks after all of them. Thread-safe.
 */
final class Line {

  /** How long a connection may rest between two requests. */
  static final Duration REST = Duration.ofSeconds(30);

  /** What the client does, or is to do. Times are of the monotonic clock, in nanoseconds. */
  private sealed interface Phase {}

  /** It sends a request, or could. */
  private record Sending(long since) implements Phase {}

  /** Its request is being worked on. */
  private record Waiting() implements Phase {}

  /** It is to read what was written to it. */
  private record Reading(long since) implements Phase {}

  /** Everything is answered; so much had been received by then. */
  private record Resting(long since, long received) implements Phase {}

  private final Connection connection;
  private final Guest guest;
  private final AtomicReference<Phase> phase;

  Line(Connection connection, Guest guest, long now) {
    this.connection = connection;
    this.guest = guest;
    phase = new AtomicReference<>(new Sending(now));
  }

  Guest guest() {
    return guest;
  }

  /** A request has arrived, with its body. */
  void arrived() {
    phase.set(new Waiting());
  }

  /** Something is being written. */
  void writing(long now) {
    phase.set(new Reading(now));
  }

  /** It has been taken. */
  void written() {
    phase.set(new Waiting());
  }

  /** The request is answered to the last byte. */
  void answered(long now) {
    phase.set(new Resting(now, connection.getBytesIn()));
  }

  /** Drops a client that takes longer than is allowed. */
  void look(long now, HttpLimits limits) {
    Phase seen = phase.get();
    if (seen instanceof Resting resting && connection.getBytesIn() > resting.received()) {
      phase.compareAndSet(seen, new Sending(now));
    } else if (seen instanceof Resting resting && now - resting.since() > REST.toNanos()) {
      drop("it has asked for nothing more");
    } else if (seen instanceof Sending sending
        && now - sending.since() > limits.requestTimeout().toNanos()) {
      drop("its request did not arrive in time");
    } else if (seen instanceof Reading reading
        && now - reading.since() > limits.answerTimeout().toNanos()) {
      drop("it did not read its answer in time");
    }
  }

  /** Ends the connection at once, whatever is in progress on it. */
  void drop(String why) {
    connection.getEndPoint().close(new TimeoutException(why));
  }
}
