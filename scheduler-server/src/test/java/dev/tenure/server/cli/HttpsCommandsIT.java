package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.CertificatesConfig;
import dev.tenure.config.HostPort;
import dev.tenure.config.HttpConfig;
import dev.tenure.config.HttpLimits;
import dev.tenure.server.http.HttpMeter;
import dev.tenure.server.http.HttpServer;
import dev.tenure.server.http.Response;
import dev.tenure.server.http.Route;
import dev.tenure.testing.Certificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a node that speaks https, and one that asks for patience. */
final class HttpsCommandsIT {

  private final SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
  private final AtomicInteger asked = new AtomicInteger();

  @TempDir private Path folder;
  private Certificates ours;
  private Certificates foreign;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    ours = Certificates.authority(folder, "our-ca").sign("node", "IP:127.0.0.1");
    foreign = Certificates.authority(folder, "foreign-ca");
    HostPort any = new HostPort("127.0.0.1", 0);
    CertificatesConfig seldom = new CertificatesConfig(Duration.ofMinutes(10), Duration.ofDays(1));
    server =
        HttpServer.start(
            new HttpConfig(
                any,
                any,
                false,
                Optional.of(
                    new HttpConfig.Tls(
                        ours.certificate("node"), ours.key("node"), Optional.empty(), seldom)),
                HttpLimits.DEFAULT),
            List.of(),
            List.of(
                Route.get("/healthz", request -> answer("{}")),
                Route.get("/v1/nodes", request -> patience())),
            HttpMeter.NONE);
  }

  private static Response answer(String json) {
    return new Response(200, "application/json", Map.of(), json);
  }

  private Response patience() {
    return asked.incrementAndGet() == 1
        ? new Response(429, "application/problem+json", Map.of("Retry-After", "1"), "{}")
        : answer("{\"nodes\":[]}");
  }

  @AfterEach
  void stop() {
    server.close();
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
  }

  private String run(int exitCode, String... words) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    int code =
        TenureCommand.commandLine(
                (config, view) -> {
                  throw new IOException("no node is started here");
                })
            .setOut(out)
            .setErr(out)
            .execute(words);
    assertThat(code).as(printed.toString()).isEqualTo(exitCode);
    return printed.toString();
  }

  private String url() {
    return "https://127.0.0.1:" + server.port();
  }

  @Test
  void anAuthorityThatIsNamedIsTrustedAndPatienceIsHad() {
    String[] ask = {"nodes", "--server", url(), "--ca", ours.ca().toString(), "-o", "json"};
    assertThat(run(ExitCode.OK, ask)).contains("\"nodes\"");
    assertThat(asked.get()).as("it was told to come back").isEqualTo(2);
  }

  @Test
  void otherwiseItIsNotAndTheWayOutIsSaid() {
    assertThat(run(ExitCode.UNREACHABLE, "nodes", "--server", url()))
        .contains("--ca FILE names authorities to trust");
    assertThat(
            run(ExitCode.UNREACHABLE, "nodes", "--server", url(), "--ca", foreign.ca().toString()))
        .contains("--ca FILE names authorities to trust");
    assertThat(run(ExitCode.USAGE, "nodes", "--server", url(), "--ca", "nowhere.pem"))
        .contains("nowhere.pem cannot be read");
  }

  @Test
  void plainHttpToItSaysSo() {
    assertThat(run(ExitCode.UNREACHABLE, "nodes", "--server", "127.0.0.1:" + server.port()))
        .contains("does it speak https? Write https://");
  }
}
