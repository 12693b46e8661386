package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.HostPort;
import dev.tenure.config.HttpConfig;
import dev.tenure.config.HttpLimits;
import dev.tenure.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of clients that send and read slowly, many more than there are threads. None of them
 * keeps anybody waiting, and all of them are dropped.
 */
final class SlowClientsIT {

  private static final int MANY = 150;
  private static final String HOST = "Host: 127.0.0.1\r\n";
  private static final String LARGE = "x".repeat(1 << 20);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<RawClient> slow = new ArrayList<>();
  private final List<EventClient> listeners = new CopyOnWriteArrayList<>();
  private final EventRing ring = new EventRing(new Random(1));
  private final AtomicInteger handled = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    HostPort any = new HostPort("127.0.0.1", 0);
    HttpLimits limits =
        new HttpLimits(
            100_000, 100_000, 200, 200, 1000, 1000, Duration.ofSeconds(3), Duration.ofSeconds(3));
    server =
        HttpServer.start(
            new HttpConfig(any, any, true, Optional.empty(), limits),
            List.of(),
            List.of(
                Route.get("/hello", request -> Response.empty(204)),
                Route.get("/large", request -> new Response(200, "image/png", Map.of(), LARGE)),
                Route.events("/events", this::listen),
                Route.change("POST", "/things", this::take)),
            HttpMeter.NONE);
  }

  private EventFeed listen(Request request) {
    EventClient listener = new EventClient(ring, ": hello\n\n", ring.last(), listeners::remove);
    listeners.add(listener);
    return listener;
  }

  private CompletableFuture<Response> take(Request request) {
    handled.incrementAndGet();
    return CompletableFuture.completedFuture(Response.empty(204));
  }

  @AfterEach
  void stop() {
    slow.forEach(RawClient::close);
    server.close();
  }

  private void crowd(String begin) throws IOException {
    for (int i = 0; i < MANY; i++) {
      RawClient one = new RawClient(server.port());
      slow.add(one);
      assertThat(one.send(begin)).isTrue();
    }
  }

  /** Something for a client to do now and then, until it is dropped. */
  private void untilDropped(Predicate<RawClient> goOn) {
    await("all slow clients are dropped")
        .atMost(ServedNodes.LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              slow.removeIf(
                  one -> {
                    boolean dropped = !goOn.test(one);
                    if (dropped) {
                      one.close();
                    }
                    return dropped;
                  });
              assertThat(hello()).as("others are answered meanwhile").isEqualTo(204);
              return slow.isEmpty();
            });
  }

  private int hello() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/hello"))
                .timeout(ServedNodes.LONG)
                .build(),
            BodyHandlers.ofString());
    return response.statusCode();
  }

  @Test
  void headersThatComeByDropsKeepNobodyWaiting() throws Exception {
    Household before = Household.now();
    crowd("GET /hello HTTP/1.1\r\n" + HOST + "X: ");
    assertThat(hello()).isEqualTo(204);
    untilDropped(one -> one.send("y"));
    assertThat(Household.now().threads()).isLessThanOrEqualTo(before.threads() + 32);
  }

  @Test
  void connectionsThatSayNothingAreDropped() throws Exception {
    crowd("");
    assertThat(hello()).isEqualTo(204);
    assertThat(slow).allMatch(RawClient::ends);
  }

  @Test
  void bodiesThatComeByDropsKeepNobodyWaiting() throws Exception {
    crowd(
        "POST /things HTTP/1.1\r\n"
            + HOST
            + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
    assertThat(hello()).isEqualTo(204);
    untilDropped(one -> one.send(" "));
    assertThat(handled.get()).as("none of them arrived").isZero();
  }

  @Test
  void aSecondRequestHasNoMoreTimeThanTheFirst() throws Exception {
    crowd("GET /hello HTTP/1.1\r\n" + HOST + "\r\n");
    for (RawClient one : slow) {
      assertThat(one.head()).startsWith("HTTP/1.1 204");
      assertThat(one.send("GET /hello HTTP/1.1\r\n")).isTrue();
    }
    untilDropped(one -> one.send("X: y\r\n"));
  }

  @Test
  void answersThatAreNotReadKeepNobodyWaiting() throws Exception {
    crowd("GET /large HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(hello()).isEqualTo(204);
    for (RawClient one : slow) {
      assertThat(one.head()).startsWith("HTTP/1.1 200").contains("Content-Length: 1048576");
    }
    assertThat(hello()).isEqualTo(204);
    // Whoever reads on finds the connection ended before the answer was whole, or just in time.
    await("the connections are ended")
        .atMost(ServedNodes.LONG)
        .until(
            () -> {
              assertThat(hello()).isEqualTo(204);
              return server.connections() <= 2;
            });
    assertThat(slow).allMatch(RawClient::ends);
  }

  @Test
  void whoDoesNotReadEventsIsDroppedAndOthersHearThemAll() throws Exception {
    String ask = "GET /events HTTP/1.1\r\n" + HOST + "\r\n";
    crowd(ask);
    await().atMost(ServedNodes.LONG).until(() -> listeners.size() == MANY);
    int threads = Household.now().threads();
    RawClient good = new RawClient(server.port());
    good.send(ask);
    assertThat(good.head()).contains("text/event-stream");
    await().atMost(ServedNodes.LONG).until(() -> listeners.size() == MANY + 1);
    Deadline patience = Deadline.after(System.nanoTime(), ServedNodes.LONG);
    int told = 0;
    while (server.streams() > 1 && !patience.passed(System.nanoTime())) {
      tell(1);
      told++;
      assertThat(good.line("data: ")).as("event %s", told).contains("eee");
    }
    assertThat(server.streams()).isEqualTo(1);
    assertThat(listeners).hasSize(1);
    assertThat(Household.now().threads()).isLessThanOrEqualTo(threads + 32);
    assertThat(slow).allMatch(RawClient::ends);
    assertThat(good.send("")).isTrue();
    good.close();
  }

  /** A node tells more at once than a thread can send meanwhile. */
  @Test
  void whoIsBehindForAMomentIsNotCutOff() throws Exception {
    try (RawClient one = new RawClient(server.port())) {
      one.send("GET /events HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(one.head()).contains("text/event-stream");
      await().atMost(ServedNodes.LONG).until(() -> listeners.size() == 1);
      tell(20 * EventRing.KEPT);
      String heard = "";
      while (!heard.equals("event: last")) {
        heard = one.line("event: ");
        assertThat(heard).as("the stream goes on").isNotEmpty();
        if (heard.equals("event: reset")) {
          ring.add("last", Map.of());
          listeners.forEach(EventClient::tell);
        }
      }
      assertThat(server.streams()).isEqualTo(1);
    }
  }

  private void tell(int events) {
    for (int i = 0; i < events; i++) {
      ring.add("run", Map.of("text", "e".repeat(1000)));
      listeners.forEach(EventClient::tell);
    }
  }

  @Test
  void streamsEndPlainlyWithTheServer() throws Exception {
    try (RawClient one = new RawClient(server.port())) {
      one.send("GET /events HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(one.head()).contains("text/event-stream", "Transfer-Encoding: chunked");
      await().atMost(ServedNodes.LONG).until(() -> server.streams() == 1);
      server.close();
      assertThat(one.rest()).endsWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void aSlowClientThatIsQuickEnoughIsServed() throws Exception {
    RawClient one = new RawClient(server.port());
    slow.add(one);
    for (String piece :
        List.of("POST /things HTTP/1.1\r\n", HOST, "Content-Type: application/json\r\n")) {
      assertThat(one.send(piece)).isTrue();
      assertThat(hello()).isEqualTo(204);
    }
    one.send("Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
    assertThat(hello()).isEqualTo(204);
    one.send("1\r\n}\r\n0\r\n\r\n");
    assertThat(one.head()).startsWith("HTTP/1.1 204");
  }

  @Test
  void aBodyThatEndsBeforeItsEndIsNoRequest() throws Exception {
    RawClient one = new RawClient(server.port());
    one.send(
        "POST /things HTTP/1.1\r\n"
            + HOST
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{}");
    one.close();
    assertThat(hello()).isEqualTo(204);
    await().atMost(ServedNodes.LONG).until(() -> server.connections() <= 1);
    assertThat(handled.get()).isZero();
  }

  @Test
  void aClientThatWaitsIsAskedForItsBody() throws Exception {
    RawClient one = new RawClient(server.port());
    slow.add(one);
    String head =
        "POST /things HTTP/1.1\r\n"
            + HOST
            + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ";
    one.send(head + "2\r\n\r\n");
    assertThat(one.head()).startsWith("HTTP/1.1 100");
    one.send("{}");
    assertThat(one.head()).startsWith("HTTP/1.1 204");
    one.send(head + "2000000\r\n\r\n");
    assertThat(one.head()).startsWith("HTTP/1.1 413");
  }
}
