package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.CertificatesConfig;
import dev.tenure.config.HostPort;
import dev.tenure.config.HttpConfig;
import dev.tenure.config.HttpLimits;
import dev.tenure.testing.Certificates;
import dev.tenure.testing.LoggedErrors;
import dev.tenure.tls.TrustedAuthorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface with a certificate, which is replaced while it runs. */
final class HttpsIT {

  @TempDir private Path folder;
  private Certificates ours;
  private Path cert;
  private Path key;
  private SSLContext trusting;
  private HttpServer server;
  private final List<Instant> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    ours = Certificates.authority(folder, "our-ca").sign("first", "IP:127.0.0.1");
    ours.sign("second", "IP:127.0.0.1");
    cert = folder.resolve("used.pem");
    key = folder.resolve("used.key");
    use("first");
    trusting = TrustedAuthorities.read(ours.ca()).besideThoseOfTheJvm();
    HostPort any = new HostPort("127.0.0.1", 0);
    HttpConfig config =
        new HttpConfig(
            any,
            any,
            false,
            Optional.of(
                new HttpConfig.Tls(
                    cert,
                    key,
                    Optional.empty(),
                    new CertificatesConfig(Duration.ofMillis(100), Duration.ZERO))),
            HttpLimits.DEFAULT);
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/hello", request -> Response.empty(204)));
    routes.add(Route.change("POST", "/echo", HttpsIT::echo));
    server = HttpServer.start(config, List.of(), routes, new Told());
  }

  private static java.util.concurrent.CompletionStage<Response> echo(Request request) {
    return java.util.concurrent.CompletableFuture.completedFuture(
        new Response(200, "application/json", java.util.Map.of(), request.body()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void use(String owner) throws IOException {
    Files.copy(ours.certificate(owner), cert, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(ours.key(owner), key, StandardCopyOption.REPLACE_EXISTING);
  }

  private HttpResponse<String> get(SSLContext context, String path) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + server.port() + path);
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** Whose certificate a new connection shows. */
  private String shown() throws IOException {
    try (SSLSocket socket = connect()) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static String ask(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] line = socket.getInputStream().readNBytes(12);
    int empty = 0;
    while (empty < 4) {
      int next = socket.getInputStream().read();
      empty = next == '\r' || next == '\n' ? empty + 1 : 0;
    }
    return new String(line, StandardCharsets.US_ASCII);
  }

  @Test
  void answersSayThatOneShouldStayWithHttps() throws Exception {
    HttpResponse<String> hello = get(trusting, "/hello");
    assertThat(hello.statusCode()).isEqualTo(204);
    assertThat(hello.headers().firstValue("Strict-Transport-Security"))
        .contains("max-age=31536000");
    HttpResponse<String> wrong = get(trusting, "/nowhere");
    assertThat(wrong.statusCode()).isEqualTo(404);
    assertThat(wrong.headers().firstValue("Strict-Transport-Security"))
        .contains("max-age=31536000");
    HttpResponse<String> echoed =
        HttpClient.newBuilder()
            .sslContext(trusting)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/echo"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"a\":\"" + "x".repeat(200_000) + "\"}"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(echoed.body()).hasSize(200_008);
  }

  @Test
  void whoDoesNotTrustItIsNotServedAndPlainHttpGetsNoAnswer() throws Exception {
    assertThatThrownBy(() -> get(SSLContext.getDefault(), "/hello"))
        .isInstanceOf(IOException.class);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(read(socket), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1");
    }
  }

  private static byte[] read(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Test
  void aRenewedCertificateIsShownByNewConnectionsAndOldOnesGoOn() throws Exception {
    assertThat(shown()).isEqualTo("CN=first");
    try (SSLSocket before = connect()) {
      assertThat(ask(before)).isEqualTo("HTTP/1.1 204");
      use("second");
      await().atMost(ServedNodes.LONG).until(() -> shown().equals("CN=second"));
      assertThat(ask(before)).isEqualTo("HTTP/1.1 204");
    }
    assertThat(get(trusting, "/hello").statusCode()).isEqualTo(204);
  }

  @Test
  void halfAPairIsRefusedUntilItIsWhole() throws Exception {
    try (LoggedErrors errors = LoggedErrors.taken()) {
      Files.copy(ours.key("second"), key, StandardCopyOption.REPLACE_EXISTING);
      await()
          .atMost(ServedNodes.LONG)
          .until(() -> errors.containing("certificates for http are refused").size() == 1);
      assertThat(shown()).isEqualTo("CN=first");
      Files.copy(ours.certificate("second"), cert, StandardCopyOption.REPLACE_EXISTING);
      await().atMost(ServedNodes.LONG).until(() -> shown().equals("CN=second"));
    }
  }

  @Test
  void oneThatRunsOutIsSaidAndReplacedWhileItRuns() throws Exception {
    ours.signFor("past", "20200101000000Z", "20200102000000Z");
    try (LoggedErrors errors = LoggedErrors.taken()) {
      use("past");
      await()
          .atMost(ServedNodes.LONG)
          .until(() -> !errors.containing("has run out at 2020-01-02T00:00:00Z").isEmpty());
      assertThat(told).contains(Instant.parse("2020-01-02T00:00:00Z"));
      assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
      use("second");
      await().atMost(ServedNodes.LONG).ignoreExceptions().until(() -> shown().equals("CN=second"));
    }
  }

  private final class Told implements HttpMeter {
    @Override
    public void onAnswered(String route, String method, int status, Duration took) {}

    @Override
    public void onStreamed(String route, String method, int status) {}

    @Override
    public void onCertificate(Instant until) {
      told.add(until);
    }
  }
}
