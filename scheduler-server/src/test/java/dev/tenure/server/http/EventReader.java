package dev.tenure.server.http;

import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A client of the events of one server. */
final class EventReader implements AutoCloseable {

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Stream<String> lines;
  private volatile String id = "";
  private volatile String retry = "";
  private volatile boolean ended;

  /** One event as it came. */
  record Event(String id, String kind, JsonObject data) {}

  /**
   * Begins to listen.
   *
   * @param last the last id that was seen; empty for a new client
   */
  EventReader(HttpServer server, String last) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/events"));
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    lines = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines()).body();
    Thread thread = new Thread(this::read, "event-reader");
    thread.setDaemon(true);
    thread.start();
    await().atMost(ServedNodes.LONG).until(() -> !id.isEmpty());
  }

  private void read() {
    String[] kind = {""};
    try {
      lines.forEach(
          line -> {
            if (line.startsWith("id: ")) {
              id = line.substring(4);
            } else if (line.startsWith("retry: ")) {
              retry = line.substring(7);
            } else if (line.startsWith("event: ")) {
              kind[0] = line.substring(7);
            } else if (line.startsWith("data: ")) {
              events.add(new Event(id, kind[0], JsonObject.parse(line.substring(6))));
            }
          });
    } catch (UncheckedIOException e) {
      // Closed, by either side.
    }
    ended = true;
  }

  Event await1(String what, Predicate<Event> wanted) {
    await(what).atMost(ServedNodes.LONG).until(() -> find(wanted).isPresent());
    return find(wanted).orElseThrow();
  }

  private Optional<Event> find(Predicate<Event> wanted) {
    return events.stream().filter(wanted).findFirst();
  }

  List<Event> events() {
    return events;
  }

  String id() {
    return id;
  }

  String retry() {
    return retry;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    lines.close();
  }
}
