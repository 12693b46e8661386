package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.http.HttpServer;
import dev.tenure.server.http.Response;
import dev.tenure.server.http.Route;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is shown while etcd is away says so, and how old it is. */
final class SilentEtcdIT {

  private static final Map<String, ?> NO_JOBS = Map.of("jobs", List.of(), "total", 0);

  private static String err(Response jobs, String form) throws IOException {
    List<Route> routes =
        List.of(
            Route.get("/healthz", request -> Response.json(Map.of())),
            Route.get("/v1/jobs", request -> jobs, "limit"));
    try (HttpServer server = HttpServer.start("127.0.0.1", 0, routes)) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      CommandLine tenure =
          TenureCommand.commandLine(
                  (http, view) -> {
                    throw new IllegalStateException("no node is started here");
                  })
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err));
      String address = "127.0.0.1:" + server.port();
      assertThat(tenure.execute("jobs", "-o", form, "--server", address)).isZero();
      assertThat(out.toString()).contains("job");
      return err.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "yaml"})
  void whatIsOldIsSaidToBe(String form) throws IOException {
    Instant since = Instant.now().minus(125, ChronoUnit.SECONDS);
    Response old = Response.json(NO_JOBS).with("Tenure-Etcd-Silent-Since", since.toString());
    assertThat(err(old, form))
        .startsWith("warning: etcd does not answer")
        .contains("knew at " + since, "2m 5s ago", "Nothing is started");
  }

  @Test
  void whatIsOfThisMomentNeedsNoWords() throws IOException {
    assertThat(err(Response.json(NO_JOBS), "table")).isEmpty();
  }
}
