package dev.tenure.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Whatever is asked of a living node, it is the one who asks that is to blame, and nothing logs.
 */
final class BadRequestIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final String JOBS =
      "jobs.never { class = \"dev.tenure.server.http.ServedNodes$Echo\","
          + " at = \"2099-01-01T00:00:00Z\" }";

  private static final List<String> PATHS =
      List.of(
          "/",
          "/assets/",
          "/assets/../openapi.json",
          "/assets/%2e%2e/x.js",
          "/assets/a%00b.js",
          "/v1",
          "/v1/",
          "/v1/nodes/",
          "/v1/groups//",
          "/v1/groups/%20",
          "/v1/groups/nowhere",
          "/v1/groups/nowhere/resign",
          "/v1/nodes/nobody/drain",
          "/v1/nodes/nobody/undrain",
          "/v1/nodes/a%20b/drain",
          "/v1/groups/default/jobs/%ff",
          "/v1/groups/default/jobs/a%20b",
          "/v1/groups/default/jobs/" + "x".repeat(500),
          "/v1/groups/default/jobs/never",
          "/v1/groups/default/jobs/never/slots",
          "/v1/groups/default/jobs/never/preview",
          "/v1/groups/default/jobs/never/trigger",
          "/v1/groups/default/jobs/nothing/pause",
          "/v1/groups/default/jobs/nothing/resume",
          "/v1/groups/default/jobs/nothing/slots",
          "/v1/groups/default/jobs/QRTZ%25~x",
          "/v1/jobs",
          "/v1/runs",
          "/v1/runs/",
          "/v1/runs/default",
          "/v1/runs/default/never/x/y",
          "/v1/runs/default/never/1/0",
          "/v1/runs/default/never/99999999999999999999/1",
          "/v1/runs/default%2Fnever%2F1%2F1",
          "/v1/runs/default/never/1/1",
          "/v1/runs/default/never/-9223372036854775808/1",
          "/v1/runs/default/never/1/1/interrupt",
          "/v1/runs/a/b/c/d/e/f/interrupt",
          "/v1/now",
          "/v1/openapi.json");

  private static final List<String> QUERIES =
      List.of(
          "",
          "?limit=0",
          "?limit=-1",
          "?limit=99999999999",
          "?limit=x",
          "?state=NONSENSE",
          "?before=x",
          "?before=1-9-",
          "?before=0-999999999999999999-a",
          "?after=%00",
          "?from=yesterday",
          "?from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T23:59:59Z",
          "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
          "?job=%zz",
          "?job=a%20b",
          "?job=%ff%fe",
          "?group=&job=",
          "?x",
          "?=",
          "?&&&",
          "?limit=1&limit=2");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "[]",
          "null",
          "{\"data\":5}",
          "{\"data\":{\"a\":null,\"b\":[null,{\"c\":null}],\"d\":1e400}}",
          "{\"data\":{\"a\":123456789012345678901234567890}}",
          "{\"data\":{\"a\":\"\\ud800\"}}",
          "{\"class\":5,\"every\":\"P1000000000D\"}",
          "{\"class\":\"a\",\"every\":\"1ns\"}",
          "{\"class\":\"a\",\"cron\":\"\\u0000\",\"time-zone\":\"../..\"}",
          "{\"class\":\"java.lang.String\",\"at\":[\"+999999999-12-31T23:59:59Z\"]}",
          "{\"class\":\"a\",\"every\":\"1s\",\"retry\":5,\"dst\":[],\"catch-up\":{\"policy\":{}}}",
          "{\"a\":".repeat(700),
          "[".repeat(5000),
          "{\"class\":\"${HOME}\",\"every\":\"1s\"}",
          "\u0000\u0001\u00ff");

  @TempDir private Path folder;
  private final Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.tenure.server.http");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private ServedNodes nodes;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    logged.start();
    jetty.addAppender(logged);
    ours.addAppender(logged);
    nodes = new ServedNodes(etcd, folder);
    server = nodes.start("node-1", JOBS).server();
    nodes.leader();
  }

  @AfterEach
  void stop() {
    nodes.close();
    jetty.detachAppender(logged);
    ours.detachAppender(logged);
  }

  @Test
  void nothingThatIsAskedIsAFaultOfTheNode() throws Exception {
    List<String> bad = new ArrayList<>();
    for (String path : PATHS) {
      for (String query : QUERIES) {
        check(bad, "GET", path + query, "");
        check(bad, "DELETE", path + query, "");
      }
      for (String body : BODIES) {
        check(bad, "POST", path, body);
        check(bad, "PUT", path, body);
      }
      for (String method : List.of("HEAD", "OPTIONS", "PATCH", "TRACE", "get", "MADE-UP")) {
        check(bad, method, path, "");
      }
    }
    assertThat(bad).isEmpty();
    assertThat(logged.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)))
        .as("warnings")
        .isEmpty();
  }

  private void check(List<String> bad, String method, String target, String body)
      throws IOException {
    byte[] bytes = body.getBytes(ISO_8859_1);
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    String answer = send(head.getBytes(ISO_8859_1), bytes);
    if (!answer.startsWith("HTTP/1.1 ") || answer.matches("(?s)HTTP/1.1 50[0234].*")) {
      bad.add(method + " " + target + " " + body + ": " + answer.lines().findFirst().orElse(""));
    }
  }

  private String send(byte[] head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(body);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return "HTTP/1.1 000 reset"; // while the rest of what was refused already is sent
    }
  }
}
