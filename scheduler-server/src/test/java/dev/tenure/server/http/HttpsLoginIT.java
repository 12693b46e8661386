package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.CertificatesConfig;
import dev.tenure.config.HostPort;
import dev.tenure.config.HttpConfig;
import dev.tenure.config.HttpLimits;
import dev.tenure.config.Role;
import dev.tenure.testing.Certificates;
import dev.tenure.tls.TrustedAuthorities;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that was opened over https never crosses the network in clear. */
final class HttpsLoginIT {

  @TempDir private Path folder;

  @Test
  void theCookieIsSecure() throws Exception {
    Certificates ours = Certificates.authority(folder, "our-ca").sign("node", "IP:127.0.0.1");
    HostPort any = new HostPort("127.0.0.1", 0);
    HttpConfig.Tls tls =
        new HttpConfig.Tls(
            ours.certificate("node"),
            ours.key("node"),
            Optional.empty(),
            new CertificatesConfig(Duration.ofMinutes(1), Duration.ZERO));
    HttpConfig config = new HttpConfig(any, any, false, Optional.of(tls), HttpLimits.DEFAULT);
    TestTokens tokens = new TestTokens();
    Path file = Files.writeString(folder.resolve("tokens.conf"), tokens.file());
    try (TokenBook book = TokenBook.open(file)) {
      Access access = TokenAccess.of(book, false, HttpMeter.NONE);
      List<Route> routes = new ArrayList<>(new SessionRoutes(access).routes());
      routes.add(Route.get("/v1/status", request -> Response.empty(204)));
      try (HttpServer server =
          HttpServer.start(config, List.of(), routes, access, HttpMeter.NONE)) {
        HttpClient client =
            HttpClient.newBuilder()
                .sslContext(TrustedAuthorities.read(ours.ca()).besideThoseOfTheJvm())
                .build();
        URI base = URI.create("https://127.0.0.1:" + server.port());
        HttpResponse<String> login =
            client.send(
                HttpRequest.newBuilder(base.resolve("/v1/session"))
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"token\":\"" + tokens.secret(Role.VIEWER) + "\"}"))
                    .build(),
                BodyHandlers.ofString());

        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; HttpOnly; SameSite=Strict").endsWith("; Secure");
        HttpRequest read =
            HttpRequest.newBuilder(base.resolve("/v1/status"))
                .header("Cookie", cookie.split(";", 2)[0])
                .build();
        assertThat(client.send(read, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
      }
    }
  }
}
