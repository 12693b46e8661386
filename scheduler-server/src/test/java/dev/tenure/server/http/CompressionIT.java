package dev.tenure.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent compressed, and what never is. */
final class CompressionIT {

  private static final String LONG = "many words, many times; ".repeat(40_000);

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                Route.get("/long", request -> Response.json(Map.of("text", LONG))),
                Route.get("/short", request -> Response.json(Map.of("text", "word"))),
                Route.get("/picture", request -> new Response(200, "image/png", Map.of(), LONG))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  private HttpResponse<byte[]> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static boolean isCompressed(HttpResponse<byte[]> response) {
    return response.headers().firstValue("Content-Encoding").isPresent();
  }

  @Test
  void longTextIsCompressedForWhoAsksForIt() throws Exception {
    HttpResponse<byte[]> response = get("/long", "Accept-Encoding", "br, gzip;q=0.5");
    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(response.headers().firstValue("Vary")).contains("Accept-Encoding");
    assertThat(response.headers().firstValueAsLong("Content-Length"))
        .hasValue(response.body().length);
    assertThat(response.body().length).isLessThan(LONG.length() / 10);
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(new String(plain, UTF_8)).isEqualTo("{\"text\":\"" + LONG + "\"}");
  }

  @Test
  void othersGetItAsItIs() throws Exception {
    HttpResponse<byte[]> response = get("/long");
    assertThat(isCompressed(response)).isFalse();
    assertThat(response.headers().firstValueAsLong("Content-Length"))
        .hasValue(response.body().length);
    assertThat(new String(response.body(), UTF_8)).isEqualTo("{\"text\":\"" + LONG + "\"}");
    assertThat(response.headers().firstValue("Vary")).contains("Accept-Encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "gzip;q=0.0", "br", "*", "gzipped", "identity"})
  void whatDoesNotSayGzipMeansSomethingElse(String accepted) throws Exception {
    assertThat(isCompressed(get("/long", "Accept-Encoding", accepted))).isFalse();
  }

  @Test
  void aPageOfAnotherSiteLearnsNothingByTheLength() throws Exception {
    for (String site : List.of("cross-site", "same-site")) {
      assertThat(isCompressed(get("/long", "Accept-Encoding", "gzip", "Sec-Fetch-Site", site)))
          .isFalse();
    }
    for (String site : List.of("same-origin", "none")) {
      assertThat(isCompressed(get("/long", "Accept-Encoding", "gzip", "Sec-Fetch-Site", site)))
          .isTrue();
    }
  }

  @Test
  void shortTextAndPicturesAreNotWorthIt() throws Exception {
    assertThat(isCompressed(get("/short", "Accept-Encoding", "gzip"))).isFalse();
    HttpResponse<byte[]> picture = get("/picture", "Accept-Encoding", "gzip");
    assertThat(isCompressed(picture)).isFalse();
    assertThat(picture.body()).hasSize(LONG.length());
  }

  @Test
  void headHasNoBody() throws Exception {
    HttpResponse<byte[]> head = send("HEAD", "/long", "Accept-Encoding", "gzip");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }
}
