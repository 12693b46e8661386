package dev.tenure.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the HTTP interface of a node; every call blocks. On {@code HttpURLConnection}: the
 * newer client of the JDK takes half a second longer until its first answer.
 */
final class NodeClient {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 15_000;
  private static final int TOO_MANY = 429;
  private static final int MOST_WAITS = 20;
  private static final int MOST_WAIT_SECONDS = 10;

  /** Longer than a node is silent on a stream: it sends a comment every 15 s. */
  private static final int STREAM_SILENCE_MILLIS = 40_000;

  /** Sent only while etcd does not answer the node. */
  private static final String SILENT_SINCE = "Tenure-Etcd-Silent-Since";

  private final String base;
  private final Credential credential;
  private Optional<Instant> silentSince = Optional.empty();

  private NodeClient(String base, Credential credential) {
    this.base = base;
    this.credential = credential;
  }

  /** A client that shows no token. */
  static NodeClient of(String server) {
    return of(server, Credential.NONE);
  }

  /** A client of this very node, written {@code host:port} or as a URL; asks nothing yet. */
  static NodeClient of(String server, Credential credential) {
    String base = server.contains("://") ? server : "http://" + server;
    try {
      if (URI.create(base).getHost() != null) {
        return new NodeClient(base.replaceAll("/+$", ""), credential);
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "\"" + server + "\" is not the address of a node",
        "--server HOST:PORT, such as 127.0.0.1:7070",
        null);
  }

  /** A client of the first of these nodes that answers. */
  static NodeClient firstOf(List<String> servers, Credential credential) {
    List<String> failures = new ArrayList<>();
    for (String server : servers) {
      try {
        // Whoever listens there is not shown a token before it is asked for something.
        of(server).open("GET", "/healthz", Map.of(), null).disconnect();
        return of(server, credential);
      } catch (IOException e) {
        failures.add(server + " (" + reason(e) + ")");
      }
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        "no node answers at " + String.join(", ", failures),
        "say where a node is with --server HOST:PORT, or start some with `tenure dev`",
        null);
  }

  /** The node's address as a URL. */
  String base() {
    return base;
  }

  /** Since when etcd has not answered the node, as its last answer said; empty while it does. */
  Optional<Instant> silentSince() {
    return silentSince;
  }

  /** Reads; anything but a success ends the command. */
  NodeAnswer get(String path) {
    NodeAnswer answer = ask("GET", path, Map.of(), null);
    if (answer.status() >= 400) {
      throw NodeFailure.of(answer);
    }
    return answer;
  }

  /** Reads what may not be there: empty for 404. */
  Optional<NodeAnswer> find(String path) {
    NodeAnswer answer = ask("GET", path, Map.of(), null);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (answer.status() >= 400) {
      throw NodeFailure.of(answer);
    }
    return Optional.of(answer);
  }

  /** Has something done or changed; anything but a success ends the command. */
  NodeAnswer change(String method, String path, Map<String, String> headers, String body) {
    NodeAnswer answer = ask(method, path, headers, body);
    if (answer.status() >= 400) {
      throw NodeFailure.of(answer);
    }
    return answer;
  }

  /** As {@link #change}, with POST and without further headers. */
  NodeAnswer post(String path, String body) {
    return change("POST", path, Map.of(), body);
  }

  /** Sends a request; the answer may be a problem, which is the caller's to judge. */
  NodeAnswer ask(String method, String path, Map<String, String> headers, @Nullable String body) {
    try {
      HttpURLConnection connection = patiently(method, path, headers, body);
      silentSince = instant(connection.getHeaderField(SILENT_SINCE));
      try (InputStream stream = body(connection)) {
        return new NodeAnswer(
            base,
            connection.getResponseCode(),
            Optional.ofNullable(connection.getHeaderField("ETag")),
            new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          base + path + ": " + reason(e),
          body == null
              ? "is a Tenure node there?"
              : "it may have been done all the same: look before you repeat it",
          e);
    }
  }

  /** The stream of events that follow the one with this id; it ends when the node does. */
  InputStream events(String lastEventId) throws IOException {
    Map<String, String> headers =
        lastEventId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastEventId);
    HttpURLConnection connection = open("GET", "/v1/events", headers, null);
    connection.setReadTimeout(STREAM_SILENCE_MILLIS);
    if (connection.getResponseCode() >= 400) {
      try (InputStream stream = body(connection)) {
        String problem = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        throw NodeFailure.of(
            new NodeAnswer(base, connection.getResponseCode(), Optional.empty(), problem));
      }
    }
    return connection.getInputStream();
  }

  /** Asks again where a node asks for patience: what it refuses so it has not done. */
  private HttpURLConnection patiently(
      String method, String path, Map<String, String> headers, @Nullable String body)
      throws IOException {
    HttpURLConnection connection = open(method, path, headers, body);
    for (int i = 0; i < MOST_WAITS && connection.getResponseCode() == TOO_MANY; i++) {
      int seconds = connection.getHeaderFieldInt("Retry-After", MOST_WAIT_SECONDS + 1);
      if (seconds > MOST_WAIT_SECONDS) {
        return connection;
      }
      try {
        TimeUnit.SECONDS.sleep(seconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return connection;
      }
      connection.disconnect();
      connection = open(method, path, headers, body);
    }
    return connection;
  }

  private HttpURLConnection open(
      String method, String path, Map<String, String> headers, @Nullable String body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json");
    headers.forEach(connection::setRequestProperty);
    credential.authorization().ifPresent(it -> connection.setRequestProperty("Authorization", it));
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      // Only with a length that was said before does the JDK not repeat a request by itself when
      // its
      // answer is lost; and a run must not be asked for twice.
      connection.setFixedLengthStreamingMode(bytes.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(bytes);
      }
    }
    connection.getResponseCode();
    return connection;
  }

  private static InputStream body(HttpURLConnection connection) throws IOException {
    InputStream stream =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream();
    return stream == null ? InputStream.nullInputStream() : stream;
  }

  private static Optional<Instant> instant(@Nullable String header) {
    try {
      return Optional.ofNullable(header).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    if (e instanceof SSLException) {
      return "https: " + message + "; --ca FILE names authorities to trust";
    }
    if (message != null && message.startsWith("Unexpected end of file")) {
      return "it ended the connection; does it speak https? Write https://";
    }
    return e instanceof ConnectException || message == null ? "connection refused" : message;
  }
}
