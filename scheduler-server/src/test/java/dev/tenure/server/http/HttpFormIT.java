package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.json.JsonObject;
import dev.tenure.testing.LoggedErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no handler has to look at, because it does not get that far. */
final class HttpFormIT {

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    List<Route> routes =
        List.of(
            Route.get("/things", request -> Response.json(Map.of("all", true)), "limit"),
            Route.get("/things/<id>", request -> Response.json(Map.of("id", request.part("id")))),
            Route.change(
                "PUT",
                "/things/{id}",
                request ->
                    CompletableFuture.completedFuture(
                        Response.json(Map.of("got", request.json(Set.of("a")).members())))),
            Route.change(
                "POST",
                "/fails",
                request -> CompletableFuture.failedFuture(new IllegalStateException("inside"))),
            Route.change(
                "POST",
                "/refuses",
                request ->
                    CompletableFuture.failedFuture(
                        new Refusal(Problem.conflict("conflict", "no")))));
    server = HttpServer.start("127.0.0.1", 0, List.of("node-1.example"), routes);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    return send(method, path, BodyPublishers.noBody(), headers);
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String raw(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonObject problem(HttpResponse<String> response, int status, String code) {
    return ApiClient.problem(response, status, code);
  }

  @Test
  void aMethodThatIsNotThereNamesThoseThatAre() throws Exception {
    HttpResponse<String> response = send("DELETE", "/things/1");
    problem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, PUT");
    assertThat(send("POST", "/things").headers().firstValue("Allow")).contains("GET, HEAD");
    problem(send("GET", "/fails"), 405, "method-not-allowed");
    problem(send("DELETE", "/nowhere"), 404, "no-such-path");
  }

  @Test
  void onePartOfAPathMayHoldSlashes() throws Exception {
    assertThat(send("GET", "/things/a/b/1/2").body()).isEqualTo("{\"id\":\"a/b/1/2\"}");
    assertThat(send("GET", "/things/a%20b%2520c~d").body())
        .as("what stands for a name of Quartz")
        .isEqualTo("{\"id\":\"a b%20c~d\"}");
    HttpResponse<String> head = send("HEAD", "/things/a/b");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aParameterThatIsNotKnownNamesThoseThatAre() throws Exception {
    assertThat(send("GET", "/things?limit=3").statusCode()).isEqualTo(200);
    assertThat(problem(send("GET", "/things?limits=3"), 400, "bad-request").requiredText("detail"))
        .contains("limits")
        .contains("allowed: limit");
    problem(send("GET", "/things?limit=1&limit=2"), 400, "bad-request");
    problem(send("GET", "/things/1?a=1"), 400, "bad-request");
  }

  @Test
  void aBodyMustBeJsonOfKnownMembers() throws Exception {
    BodyPublisher good = BodyPublishers.ofString("{\"a\":1}");
    assertThat(send("PUT", "/things/1", good, "Content-Type", "application/json").body())
        .isEqualTo("{\"got\":{\"a\":1}}");
    assertThat(
            send("PUT", "/things/1", good, "Content-Type", "Application/JSON; charset=utf-8")
                .statusCode())
        .isEqualTo(200);
    assertThat(send("PUT", "/things/1").statusCode()).as("no body").isEqualTo(200);
    problem(send("PUT", "/things/1", good), 415, "unsupported-media-type");
    problem(
        send("PUT", "/things/1", good, "Content-Type", "text/plain"),
        415,
        "unsupported-media-type");
    for (String bad : List.of("{", "[1]", "5", "{\"a\":1} x", "{\"b\":1}", "{a:1}")) {
      problem(
          send(
              "PUT", "/things/1", BodyPublishers.ofString(bad), "Content-Type", "application/json"),
          400,
          "bad-request");
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefusedHoweverItComes() throws Exception {
    String big = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
    problem(
        send("PUT", "/things/1", BodyPublishers.ofString(big), "Content-Type", "application/json"),
        413,
        "too-large");
    BodyPublisher chunked =
        BodyPublishers.fromPublisher(BodyPublishers.ofString(big)); // of no length that it knows
    problem(
        send("PUT", "/things/1", chunked, "Content-Type", "application/json"), 413, "too-large");
  }

  @Test
  void onlyTheNamesOfThisNodeAreAnswered() throws Exception {
    for (String host :
        List.of("127.0.0.1:1", "localhost", "[::1]:7070", "NODE-1.example:80", "127.9.9.9")) {
      assertThat(raw("GET /things HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }
    for (String host :
        List.of("evil.example", "10.0.0.1:7070", "node-1.example.evil.example", "127.0.0.1.x")) {
      assertThat(raw("GET /things HTTP/1.1", "Host: " + host))
          .startsWith("HTTP/1.1 421")
          .contains("wrong-host");
    }
    assertThat(raw("GET http://evil.example/things HTTP/1.1", "Host: evil.example"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET http://evil.example/things HTTP/1.1", "Host: 127.0.0.1"))
        .startsWith("HTTP/1.1 400");
    assertThat(raw("GET /nowhere HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421");
  }

  @Test
  void pagesOfOtherSitesChangeNothing() throws Exception {
    String own = "http://127.0.0.1:" + server.port();
    assertThat(send("PUT", "/things/1", "Origin", own).statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/things/1", "Sec-Fetch-Site", "same-origin").statusCode())
        .isEqualTo(200);
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      problem(send("PUT", "/things/1", "Origin", origin), 403, "cross-site");
    }
    for (String site : List.of("cross-site", "same-site")) {
      problem(send("PUT", "/things/1", "Sec-Fetch-Site", site), 403, "cross-site");
    }
    assertThat(send("GET", "/things", "Sec-Fetch-Site", "cross-site").statusCode())
        .as("reading is guarded by the browser")
        .isEqualTo(200);
  }

  @Test
  void whatFailsLaterIsAProblemToo() throws Exception {
    problem(send("POST", "/refuses"), 409, "conflict");
    try (LoggedErrors errors = LoggedErrors.taken()) {
      HttpResponse<String> response = send("POST", "/fails");
      problem(response, 500, "internal");
      assertThat(response.body()).doesNotContain("inside");
      assertThat(errors.containing("POST /fails failed; this is a defect")).hasSize(1);
    }
  }
}
