package dev.tenure.server.http;

import dev.tenure.config.HttpLimits;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections: not more than there may be, and none that a slow client keeps. No thread waits
 * for any of them; one looks after all. Thread-safe.
 */
final class Lines implements Connection.Listener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lines.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final HttpLimits limits;
  private final NanoClock clock;
  private final Places places;
  private final Map<Connection, Line> lines = new ConcurrentHashMap<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(Lines::thread);

  Lines(HttpLimits limits, NanoClock clock) {
    this.limits = limits;
    this.clock = clock;
    places = new Places(limits.connectionsPerClient(), limits.connections());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "http-watch");
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    watch.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      long now = clock.nanos();
      lines.values().forEach(line -> line.look(now, limits));
    } catch (RuntimeException e) {
      log.error("slow clients cannot be looked for; this is a defect, please report it", e);
    }
  }

  @Override
  public void onOpened(Connection connection) {
    Guest guest = Guest.of(connection.getEndPoint().getRemoteSocketAddress());
    Line line = new Line(connection, guest, clock.nanos());
    if (places.take(guest) == Places.Taken.YES) {
      lines.put(connection, line);
    } else {
      line.drop("there are too many connections");
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Line line = lines.remove(connection);
    if (line != null) {
      places.giveBack(line.guest());
    }
  }

  /** What is known of a connection; empty when it has ended. */
  Optional<Line> of(Connection connection) {
    return Optional.ofNullable(lines.get(connection));
  }

  /** How many connections there are. */
  int open() {
    return places.taken();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
