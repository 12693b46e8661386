package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.election.Eviction;
import dev.tenure.election.Evictions;
import dev.tenure.json.JsonObject;
import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.ProcessSign;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.NodeStatus.State;
import dev.tenure.node.TenureNode;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpServerIT {

  private static final Instant HEARD = Instant.parse("2026-01-01T00:00:01Z");

  private static final NodeStatus.Leader LEADER =
      new NodeStatus.Leader(
          "node-2", "127.0.0.1:7072", 4711, 42, Instant.parse("2026-01-01T00:00:00Z"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final View view = new View();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    List<Route> routes = new ArrayList<>(NodeRoutes.of(view));
    routes.add(
        Route.get(
            "/broken",
            request -> {
              throw new IllegalStateException("secret of the house");
            }));
    server = HttpServer.start("127.0.0.1", 0, routes);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void statusIsTheDocumentedJson() throws Exception {
    HttpResponse<String> response = get("/v1/status");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            """
            {"node":"node-1","version":"0.1.0","address":"127.0.0.1:7071",\
            "etcd":{"endpoints":["http://127.0.0.1:2379"],"reachable":true,\
            "answered":"2026-01-01T00:00:01.000Z"},\
            "groups":[{"group":"default","state":"FOLLOWER","jobs":6,"running":1,"finished":120,\
            "leader":{"node":"node-2","address":"127.0.0.1:7072","pid":4711,"term":42,\
            "since":"2026-01-01T00:00:00Z"},\
            "jobFiles":{"standing":"OLDER","own":"version 1","applied":"version 2","by":"node-2"},\
            "stuck":["default/slow/1/1"],"unusable":{"far":"class com.acme.Far is not here"},\
            "ledgerBytes":4096,"evictions":{"count":2,"mistaken":0,"last":{\
            "key":"/t/election/default/1f","revision":40,"evidence":"its line, held for 9000 ms, \
            ended (reset); then 3 connections were refused within 101 ms; the process is not to be \
            seen from here"}}}]}""");
  }

  @Test
  void whatIsReadWhileEtcdIsSilentSaysSo() throws Exception {
    assertThat(get("/v1/status").headers().firstValue(Silence.HEADER)).isEmpty();
    view.reachable = false;
    assertThat(get("/v1/status").headers().firstValue(Silence.HEADER))
        .contains("2026-01-01T00:00:01.000Z");
    assertThat(get("/healthz").headers().firstValue(Silence.HEADER)).isEmpty();
  }

  @Test
  void aGroupWithoutLeaderHasNoLeaderField() throws Exception {
    view.groups = List.of(group("default", State.ERROR, Optional.empty()));
    assertThat(json(get("/v1/status")).requiredObjects("groups").get(0).has("leader")).isFalse();
  }

  @Test
  void aStartingNodeIsAliveAndNothingElse() throws Exception {
    view.started = false;
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertProblem(get("/v1/status"), 503, "starting");
    assertProblem(get("/leaderz"), 503, "starting");
    assertProblem(get("/readyz"), 503, "starting");
  }

  @Test
  void readinessSaysWhyNot() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    view.ready = false;
    assertProblem(get("/readyz"), 503, "not-ready");
    view.reachable = false;
    assertThat(assertProblem(get("/readyz"), 503, "etcd-unreachable").requiredText("detail"))
        .contains("http://127.0.0.1:2379");
    view.draining = true;
    assertProblem(get("/readyz"), 503, "draining");
  }

  @Test
  void headAnswersWithTheStatusOfGet() throws Exception {
    view.draining = true;
    HttpResponse<String> response = send("HEAD", "/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEmpty();
    assertThat(send("HEAD", "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void leaderzIsFineOnTheLeaderOnly() throws Exception {
    assertThat(assertProblem(get("/leaderz"), 503, "not-leader").requiredText("detail"))
        .contains("node-2 at 127.0.0.1:7072 leads, term 42");
    view.leads = true;
    assertThat(get("/leaderz").statusCode()).isEqualTo(200);
    assertThat(get("/leaderz?group=default").statusCode()).isEqualTo(200);
  }

  @Test
  void leaderzNeedsAGroupWhereThereAreSeveral() throws Exception {
    view.groups =
        List.of(
            group("default", State.LEADER, Optional.of(LEADER)),
            group("reports", State.FOLLOWER, Optional.empty()));
    assertProblem(get("/leaderz"), 400, "bad-request");
    assertProblem(get("/leaderz?group=reports"), 503, "not-leader");
    assertThat(
            assertProblem(get("/leaderz?group=nonsense"), 404, "no-such-group")
                .requiredText("detail"))
        .contains("default, reports");
  }

  @Test
  void wrongPathsAndMethodsAreProblems() throws Exception {
    assertProblem(get("/nothing"), 404, "no-such-path");
    HttpResponse<String> response = send("POST", "/v1/status");
    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void aDefectShowsNothingOfTheInside() throws Exception {
    HttpResponse<String> response = get("/broken");
    assertProblem(response, 500, "internal");
    assertThat(response.body()).doesNotContain("secret");
  }

  @Test
  void everyAnswerCarriesTheSecurityHeadersAndNoBanner() throws Exception {
    for (String path : List.of("/v1/status", "/nothing", "/broken")) {
      HttpResponse<String> response = get(path);
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by");
    }
  }

  @Test
  void hugeHeadersAreRefusedAsAProblem() throws Exception {
    String answer =
        raw("GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431").contains(Problem.CONTENT_TYPE);
    assertThat(answer).contains("\"code\":\"headers-too-large\"").doesNotContain("Jetty");
  }

  @Test
  void aBrokenRequestLineIsAProblem() throws Exception {
    assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400").contains("bad-request");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> HttpServer.start("127.0.0.1", server.port(), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  @Test
  void closingLetsARequestInProgressEnd() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Route slow =
        Route.get(
            "/slow",
            request -> {
              inside.countDown();
              await(go);
              return Problem.notFound("done", "done").response();
            });
    HttpServer other = HttpServer.start("127.0.0.1", 0, List.of(slow));
    var answer =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + "/slow"))
                .build(),
            BodyHandlers.ofString());
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(other::close);
    closing.start();
    go.countDown();
    assertThat(json(answer.get(10, TimeUnit.SECONDS)).requiredText("code")).isEqualTo("done");
    closing.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  /** The answer to bytes that no decent client would send. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonObject assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
    JsonObject problem = json(response);
    assertThat(problem.requiredText("code")).isEqualTo(code);
    assertThat(problem.requiredNumber("status")).isEqualTo(status);
    return problem;
  }

  private static JsonObject json(HttpResponse<String> response) {
    return JsonObject.parse(response.body());
  }

  static NodeStatus.Group group(String name, State state, Optional<NodeStatus.Leader> leader) {
    return new NodeStatus.Group(
        new GroupName(name),
        state,
        6,
        1,
        120,
        leader,
        new NodeStatus.JobFiles(
            NodeStatus.Standing.OLDER,
            "version 1",
            Optional.of("version 2"),
            Optional.of(new NodeName("node-2"))),
        List.of(RunId.of(new GroupName(name), new JobName("slow"), 1, 1)),
        Map.of(new JobName("far"), "class com.acme.Far is not here"),
        OptionalLong.of(4096),
        new Evictions(
            2,
            0,
            Optional.of(
                new Eviction(
                    "/t/election/default/1f",
                    40,
                    new Endpoint("10.0.0.1", 7080, "c0ffee"),
                    new Eviction.Evidence(
                        "reset",
                        Duration.ofSeconds(9),
                        3,
                        Duration.ofMillis(101),
                        ProcessSign.UNKNOWN)))));
  }

  private static final class View implements NodeView {
    private volatile boolean started = true;
    private volatile boolean leads;
    private volatile boolean draining;
    private volatile boolean ready = true;
    private volatile boolean reachable = true;
    private volatile List<NodeStatus.Group> groups =
        List.of(group("default", State.FOLLOWER, Optional.of(LEADER)));

    @Override
    public Optional<TenureNode> node() {
      return Optional.empty();
    }

    @Override
    public Optional<NodeStatus> status() {
      return started
          ? Optional.of(
              new NodeStatus(
                  new NodeName("node-1"),
                  "0.1.0",
                  "127.0.0.1:7071",
                  new NodeStatus.Etcd(
                      List.of("http://127.0.0.1:2379"), reachable, Optional.of(HEARD)),
                  groups))
          : Optional.empty();
    }

    @Override
    public boolean draining() {
      return draining;
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public boolean leads(GroupName group) {
      return leads;
    }
  }
}
