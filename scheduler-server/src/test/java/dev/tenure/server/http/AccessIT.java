package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.Role;
import dev.tenure.json.JsonObject;
import dev.tenure.server.http.ServedNodes.Echo;
import dev.tenure.server.http.ServedNodes.Endless;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Who may do what on real nodes, asked of the one that does not lead. */
final class AccessIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final String JOBS =
      """
      jobs {
        never { class = "%1$s", at = "2099-01-01T00:00:00Z" }
        endless { class = "%2$s", at = "2099-01-01T00:00:00Z" }
        commands { class = "%3$s", at = "2099-01-01T00:00:00Z" }
      }
      """
          .formatted(Echo.class.getName(), Endless.class.getName(), Commands.class.getName());
  private static final String BASE = "/v1/groups/default/jobs/";

  /** Every operation of the document; empty where nobody is asked who they are. */
  private static final Map<String, Optional<Role>> NEEDED = needed();

  @TempDir private Path folder;
  private final TestTokens tokens = new TestTokens();
  private final HttpClient client = HttpClient.newHttpClient();
  private ServedNodes nodes;
  private Path file;

  /** Stands for a job that runs commands. */
  public static final class Commands implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      context.setResult("ran");
    }
  }

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    file =
        nodes.withTokens(
            tokens.file(),
            "shell-classes = [\"%s\"], allowed-classes = [\"dev.tenure.server.**\"]"
                .formatted(Commands.class.getName()));
    nodes.start("node-1", JOBS);
    nodes.leader();
    nodes.start("node-2", JOBS);
    nodes.follower();
    await("the jobs are known")
        .atMost(ServedNodes.LONG)
        .until(() -> ask(Role.VIEWER, "GET", "/v1/jobs", "").body().contains("\"total\":3"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static Map<String, Optional<Role>> needed() {
    Map<String, Optional<Role>> needed = new TreeMap<>();
    for (String open :
        List.of("/", "/assets/{file}", "/healthz", "/readyz", "/leaderz", "/v1/session")) {
      needed.put("GET " + open, Optional.empty());
    }
    needed.put("POST /v1/session", Optional.empty());
    needed.put("DELETE /v1/session", Optional.of(Role.VIEWER));
    for (String read :
        List.of(
            "status",
            "nodes",
            "etcd",
            "groups",
            "groups/{group}",
            "jobs",
            "groups/{group}/jobs/{job}",
            "groups/{group}/jobs/{job}/slots",
            "groups/{group}/calendars",
            "groups/{group}/calendars/{calendar}",
            "groups/{group}/verdict",
            "runs",
            "runs/{run}",
            "runs/{run}/log",
            "alerts",
            "now",
            "events",
            "openapi.json")) {
      needed.put("GET /v1/" + read, Optional.of(Role.VIEWER));
    }
    for (String act : List.of("trigger", "pause", "resume")) {
      needed.put("POST /v1/groups/{group}/jobs/{job}/" + act, Optional.of(Role.OPERATOR));
    }
    needed.put("POST /v1/groups/{group}/resign", Optional.of(Role.OPERATOR));
    needed.put("POST /v1/nodes/{node}/drain", Optional.of(Role.OPERATOR));
    needed.put("POST /v1/nodes/{node}/undrain", Optional.of(Role.OPERATOR));
    needed.put("POST /v1/runs/{run}/interrupt", Optional.of(Role.OPERATOR));
    needed.put("POST /v1/groups/{group}/verdict", Optional.of(Role.OPERATOR));
    needed.put("POST /v1/alerts/test", Optional.of(Role.OPERATOR));
    for (String change : List.of("PUT", "DELETE")) {
      needed.put(change + " /v1/groups/{group}/calendars/{calendar}", Optional.of(Role.ADMIN));
    }
    needed.put("PUT /v1/groups/{group}/jobs/{job}", Optional.of(Role.ADMIN));
    needed.put("DELETE /v1/groups/{group}/jobs/{job}", Optional.of(Role.ADMIN));
    needed.put("POST /v1/groups/{group}/jobs/{job}/preview", Optional.of(Role.ADMIN));
    needed.put("GET /v1/audit", Optional.of(Role.ADMIN));
    return needed;
  }

  private HttpResponse<String> ask(Role role, String method, String path, String body) {
    return send(method, path, body, "Authorization", "Bearer " + tokens.secret(role));
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers) {
    try {
      return client.send(request(method, path, body, headers), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    int port = nodes.follower().server().port();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private static String code(HttpResponse<String> response) {
    return JsonObject.find(response.body()).flatMap(json -> json.text("code")).orElse("");
  }

  /** The status and the code, without waiting for the end of a stream. */
  private String outcome(String operation, String... headers) throws Exception {
    String[] parts = operation.split(" ", 2);
    String path =
        parts[1]
            .replace("{group}", "nowhere")
            .replace("{node}", "nobody")
            .replace("{job}", "nothing")
            .replace("{calendar}", "nothing")
            .replace("{run}", "nowhere/nothing/1/1")
            .replace("{file}", "app.js");
    HttpResponse<InputStream> response =
        client.send(request(parts[0], path, "", headers), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() < 400) {
        return Integer.toString(response.statusCode());
      }
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return response.statusCode() + " " + JsonObject.parse(text).requiredText("code");
    }
  }

  @Test
  void eachRoleMayDoWhatItsRoutesSayAndNoMore() throws Exception {
    List<String> operations = new ArrayList<>(ApiDocument.ours().operations().keySet());
    operations.remove("GET /metrics"); // the program adds it
    assertThat(operations).containsExactlyInAnyOrderElementsOf(NEEDED.keySet());
    for (String operation : operations) {
      Optional<Role> needed = NEEDED.get(operation);
      String without = outcome(operation);
      if (needed.isEmpty()) {
        assertThat(without).as(operation).doesNotStartWith("401").doesNotStartWith("403");
      } else {
        assertThat(without).as(operation).isEqualTo("401 unauthenticated");
      }
      for (Role role : Role.values()) {
        String outcome = outcome(operation, "Authorization", "Bearer " + tokens.secret(role));
        if (needed.isPresent() && !role.covers(needed.get())) {
          assertThat(outcome).as("%s %s", role, operation).isEqualTo("403 role-too-low");
        } else {
          assertThat(outcome)
              .as("%s %s", role, operation)
              .doesNotStartWith("401")
              .doesNotStartWith("403")
              .doesNotStartWith("500");
        }
      }
    }
  }

  @Test
  void aBrowserLogsInChangesSomethingWithItsWordAndLogsOut() {
    HttpResponse<String> login =
        send("POST", "/v1/session", "{\"token\":\"" + tokens.secret(Role.OPERATOR) + "\"}");
    assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    String csrf = JsonObject.parse(login.body()).requiredText("csrf");

    assertThat(send("GET", "/v1/jobs", "", "Cookie", cookie).statusCode()).isEqualTo(200);
    String pause = BASE + "never/pause";
    assertThat(code(send("POST", pause, "", "Cookie", cookie))).isEqualTo("csrf");
    assertThat(code(send("POST", pause, "", "Cookie", cookie, "Tenure-Csrf", "guess")))
        .isEqualTo("csrf");
    // Another port of the same host is the same site, for which SameSite does nothing.
    assertThat(
            code(
                send(
                    "POST",
                    pause,
                    "",
                    "Cookie",
                    cookie,
                    "Tenure-Csrf",
                    csrf,
                    "Origin",
                    "http://127.0.0.1:1")))
        .isEqualTo("cross-site");
    assertThat(send("POST", pause, "", "Cookie", cookie, "Tenure-Csrf", csrf).statusCode())
        .isEqualTo(200);
    assertThat(code(send("DELETE", BASE + "never", "", "Cookie", cookie, "Tenure-Csrf", csrf)))
        .isEqualTo("role-too-low");

    assertThat(
            send("DELETE", "/v1/session", "", "Cookie", cookie, "Tenure-Csrf", csrf).statusCode())
        .isEqualTo(204);
    assertThat(code(send("GET", "/v1/jobs", "", "Cookie", cookie))).isEqualTo("session-ended");
  }

  @Test
  void theFileIsReadAgainWhenItChangesAndAStreamEndsWithItsToken() throws Exception {
    HttpResponse<InputStream> stream =
        client.send(
            request(
                "GET", "/v1/events", "", "Authorization", "Bearer " + tokens.secret(Role.VIEWER)),
            BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);

    Files.writeString(file, "tokens { broken");
    assertThat(ask(Role.VIEWER, "GET", "/v1/jobs", "").statusCode()).isEqualTo(200);
    Files.writeString(
        file,
        TestTokens.entry("ops", Role.ADMIN, tokens.secret(Role.ADMIN), "")
            + TestTokens.entry(
                "late",
                Role.VIEWER,
                tokens.secret(Role.OPERATOR),
                ", expires = \"" + Instant.now().minusSeconds(60) + "\""));

    await("the viewer is not known any more")
        .atMost(ServedNodes.LONG)
        .until(() -> ask(Role.VIEWER, "GET", "/v1/jobs", "").statusCode() == 401);
    assertThat(code(ask(Role.OPERATOR, "GET", "/v1/jobs", ""))).isEqualTo("token-expired");
    assertThat(ask(Role.ADMIN, "GET", "/v1/jobs", "").statusCode()).isEqualTo(200);
    assertThat(CompletableFuture.runAsync(() -> readToItsEnd(stream.body())))
        .succeedsWithin(ServedNodes.LONG);
  }

  private static void readToItsEnd(InputStream stream) {
    try (stream) {
      stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoTriesTokensIsSlowedAndWhoIsThereIsNot() {
    assertThat(ask(Role.VIEWER, "GET", "/v1/jobs", "").statusCode()).isEqualTo(200);
    await("it is slowed")
        .atMost(ServedNodes.LONG)
        .until(
            () -> send("GET", "/v1/jobs", "", "Authorization", "Bearer guess").statusCode() == 429);
    HttpResponse<String> slowed =
        send("GET", "/v1/jobs", "", "Authorization", "Bearer another guess");
    assertThat(code(slowed)).isEqualTo("too-many-wrong-tokens");
    assertThat(slowed.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 6L);
    assertThat(send("POST", "/v1/session", "{\"token\":\"guess\"}").statusCode()).isEqualTo(429);
    assertThat(ask(Role.VIEWER, "GET", "/v1/jobs", "").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsDoneToCalendarsIsInTheTrail() {
    String calendar = "/v1/groups/default/calendars/weekend";
    String sundays = "{\"type\":\"weekly\",\"days\":[\"SUNDAY\"]}";
    assertThat(ask(Role.ADMIN, "PUT", calendar, sundays).statusCode()).isEqualTo(201);
    assertThat(ask(Role.ADMIN, "DELETE", calendar, "").statusCode()).isEqualTo(204);

    List<JsonObject> entries = audit("");
    assertThat(entries)
        .extracting(entry -> entry.requiredText("what"))
        .containsExactly("delete", "define");
    JsonObject removed = entries.get(0).requiredObject("before");
    assertThat(removed.requiredText("calendar")).isEqualTo("weekend");
    assertThat(removed.requiredText("type")).isEqualTo("weekly");
    assertThat(entries.get(1).requiredObject("after").requiredText("calendar"))
        .isEqualTo("weekend");
  }

  @Test
  void whatIsChangedThroughAFollowerIsInTheTrail() throws Exception {
    String job = "{\"class\":\"" + Echo.class.getName() + "\",\"every\":\"%s\"}";
    assertThat(ask(Role.ADMIN, "PUT", BASE + "made", job.formatted("1h")).statusCode())
        .isEqualTo(201);
    assertThat(ask(Role.ADMIN, "PUT", BASE + "made", job.formatted("2h")).statusCode())
        .isEqualTo(200);
    assertThat(ask(Role.ADMIN, "PUT", BASE + "made", job.formatted("2h")).statusCode())
        .as("the same again changes nothing")
        .isEqualTo(200);
    assertThat(ask(Role.OPERATOR, "POST", BASE + "made/pause", "").statusCode()).isEqualTo(200);
    assertThat(ask(Role.OPERATOR, "POST", BASE + "made/resume", "").statusCode()).isEqualTo(200);
    String run =
        JsonObject.parse(ask(Role.OPERATOR, "POST", BASE + "endless/trigger", "").body())
            .requiredText("run");
    await("it runs")
        .atMost(ServedNodes.LONG)
        .until(() -> ask(Role.VIEWER, "GET", "/v1/runs/" + run, "").body().contains("STARTED"));
    assertThat(ask(Role.OPERATOR, "POST", "/v1/runs/" + run + "/interrupt", "").statusCode())
        .isEqualTo(202);
    assertThat(ask(Role.ADMIN, "DELETE", BASE + "made", "").statusCode()).isEqualTo(204);
    assertThat(ask(Role.OPERATOR, "POST", BASE + "nothing/pause", "").statusCode()).isEqualTo(404);

    List<JsonObject> entries = audit("");
    assertThat(entries)
        .extracting(entry -> entry.requiredText("what"))
        .containsExactly("delete", "interrupt", "trigger", "resume", "pause", "define", "define");
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.requiredText("from")).isEqualTo("127.0.0.1");
              assertThat(entry.requiredText("node"))
                  .isEqualTo(nodes.follower().node().name().value());
              ApiDocument.ours().checkSchema("AuditEntry", entry);
            });
    JsonObject edit = entries.get(5);
    assertThat(edit.requiredText("who")).isEqualTo("admin");
    assertThat(edit.requiredObject("before").requiredText("every")).isEqualTo("PT1H");
    assertThat(edit.requiredObject("after").requiredText("every")).isEqualTo("PT2H");
    assertThat(entries.get(6).has("before")).isFalse();
    assertThat(entries.get(0).requiredObject("before").requiredText("every")).isEqualTo("PT2H");
    assertThat(entries.get(2).requiredText("run")).isEqualTo(run);
    assertThat(entries.get(2).requiredText("who")).isEqualTo("operator");

    assertThat(audit("?who=operator&what=pause,resume")).hasSize(2);
    assertThat(audit("?job=endless")).hasSize(2);
    assertThat(audit("?from=2099-01-01T00:00:00Z")).isEmpty();
    assertThat(audit("?to=2000-01-01T00:00:00Z")).isEmpty();
    JsonObject page = JsonObject.parse(ask(Role.ADMIN, "GET", "/v1/audit?limit=4", "").body());
    assertThat(page.requiredObjects("entries")).hasSize(4);
    JsonObject rest =
        JsonObject.parse(
            ask(Role.ADMIN, "GET", "/v1/audit?limit=4&before=" + page.requiredText("before"), "")
                .body());
    assertThat(rest.requiredObjects("entries")).hasSize(3);
    assertThat(rest.has("before")).isFalse();
  }

  private List<JsonObject> audit(String query) {
    HttpResponse<String> answer = ask(Role.ADMIN, "GET", "/v1/audit" + query, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonObject.parse(answer.body()).requiredObjects("entries");
  }

  @Test
  void onlyAllowedClassesAreNamedAndNoCommandsAreBroughtIn() {
    HttpResponse<String> shell =
        ask(
            Role.ADMIN,
            "PUT",
            BASE + "bad",
            "{\"class\":\"" + Commands.class.getName() + "\",\"every\":\"1h\"}");
    assertThat(shell.statusCode()).isEqualTo(422);
    assertThat(shell.body()).contains("tenure.api.shell").contains("\"path\":\"class\"");
    HttpResponse<String> other =
        ask(Role.ADMIN, "PUT", BASE + "bad", "{\"class\":\"com.acme.X\",\"every\":\"1h\"}");
    assertThat(other.body()).contains("tenure.api.allowed-classes").contains("dev.tenure.server");

    HttpResponse<String> data =
        ask(Role.OPERATOR, "POST", BASE + "commands/trigger", "{\"data\":{\"command\":[\"id\"]}}");
    assertThat(data.statusCode()).isEqualTo(403);
    assertThat(code(data)).isEqualTo("not-allowed");
    assertThat(ask(Role.OPERATOR, "POST", BASE + "commands/trigger", "").statusCode())
        .isEqualTo(202);
  }
}
