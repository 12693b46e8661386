package dev.tenure.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.testing.Fuzz;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Bytes that no decent client sends: an answer that blames the client, or none; never a crash. */
final class HttpFuzzIT {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PRI", "get");

  private static final List<String> TARGETS =
      List.of(
          "/v1/status",
          "/healthz",
          "/leaderz?group=default",
          "/leaderz?group=%00%ff",
          "/leaderz?group=" + "x".repeat(3000),
          "/../../etc/passwd",
          "/v1/..%2f..%2fetc/passwd",
          "/%2e%2e/%2e%2e",
          "//v1//status;x=1",
          "/v1/status%",
          "/%zz",
          "/\u00e4\u00ff",
          "*",
          "http://elsewhere.example/healthz",
          "/?" + "a&".repeat(3000),
          "/" + "a/".repeat(5000),
          "");

  private static final List<String> HEADERS =
      List.of(
          "Host: 127.0.0.1",
          "Host:",
          "Host: a\r\nHost: b",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: 1\r\nContent-Length: 2",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: chunked, identity\r\nContent-Length: 3",
          "Transfer-Encoding: x",
          "Expect: 100-continue",
          "Expect: nothing",
          "Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
          "Range: bytes=9-1",
          "Accept-Encoding: gzip;q=x",
          "Cookie: a=\"\u0001",
          "X: " + "y".repeat(9000),
          "No colon",
          ": no name",
          " folded: x",
          "\u0000: \u0000");

  private static final List<String> BODIES =
      List.of(
          "", "hello", "5\r\nhello\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\n", "-1\r\n", "x\r\n\r\n");

  private final List<Socket> slow = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    logged.start();
    logger.addAppender(logged);
    server = HttpServer.start("127.0.0.1", 0, NodeRoutes.of(new Leading()));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    server.close();
    logger.detachAppender(logged);
  }

  @Test
  void whateverIsSentTheServerAnswersTheNextOne() throws Exception {
    Fuzz.run(
        "http",
        1500,
        random -> {
          byte[] request = request(random).getBytes(ISO_8859_1);
          if (random.nextInt(3) == 0) {
            request = Fuzz.mutated(random, request);
          }
          if (random.nextInt(100) == 0 && slow.size() < 50) {
            slow.add(halfSent(request));
            return;
          }
          String answer = send(request);
          assertThat(answer)
              .satisfiesAnyOf(
                  a -> assertThat(a).isEmpty(),
                  a -> assertThat(a).startsWith("HTTP/1.1 ").doesNotContain("Exception"));
          // 501 and 505 blame the client, too: not implemented, and no such version.
          assertThat(answer).doesNotContainPattern("^HTTP/1.1 50[02346-9]");
          if (random.nextInt(50) == 0) {
            answersStill();
          }
        });
    answersStill();
    assertThat(logged.list).as("what the node says of it").isEmpty();
  }

  private void answersStill() throws IOException {
    assertThat(send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1)))
        .startsWith("HTTP/1.1 200 ");
  }

  private static String request(Random random) {
    StringBuilder text = new StringBuilder();
    text.append(Fuzz.one(random, METHODS)).append(Fuzz.one(random, " ", " ", " ", "", "\t"));
    text.append(Fuzz.one(random, TARGETS)).append(' ');
    text.append(Fuzz.one(random, "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "x"));
    String end = random.nextInt(10) == 0 ? "\n" : "\r\n";
    text.append(end);
    if (random.nextInt(3) != 0) {
      text.append("Host: 127.0.0.1").append(end);
    }
    for (int left = random.nextInt(4); left > 0; left--) {
      text.append(Fuzz.one(random, HEADERS)).append(end);
    }
    return text.append(end).append(Fuzz.one(random, BODIES)).toString();
  }

  /** The first answer; nothing when the connection is closed without one. */
  private String send(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      // What is not complete is so for good, and nobody has to wait for the rest.
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return ""; // reset in the middle of what was too long
    }
  }

  private Socket halfSent(byte[] request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(request, 0, request.length / 2);
    return socket;
  }

  /** A node that leads its one group, so that nothing it says is a 503. */
  private static final class Leading implements NodeView {
    @Override
    public Optional<TenureNode> node() {
      return Optional.empty();
    }

    @Override
    public Optional<NodeStatus> status() {
      return Optional.of(
          new NodeStatus(
              new NodeName("node-1"),
              "0.1.0",
              "127.0.0.1:7071",
              new NodeStatus.Etcd(List.of("http://127.0.0.1:2379"), true, Optional.empty()),
              List.of(HttpServerIT.group("default", NodeStatus.State.LEADER, Optional.empty()))));
    }

    @Override
    public boolean draining() {
      return false;
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public boolean leads(GroupName group) {
      return true;
    }
  }
}
