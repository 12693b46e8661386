package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads from the HTTP interface of a node. On {@code HttpURLConnection}: the newer client of the
 * JDK takes half a second longer until its first answer.
 */
final class NodeClient {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 10_000;

  private final String base;

  private NodeClient(String base) {
    this.base = base;
  }

  /**
   * A client of the first of these nodes that answers; they are written {@code host:port} or as a
   * URL.
   */
  static NodeClient firstOf(List<String> servers) {
    List<String> failures = new ArrayList<>();
    for (String server : servers) {
      NodeClient client = new NodeClient(server.contains("://") ? server : "http://" + server);
      try {
        client.open("/healthz").disconnect();
        return client;
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

  /** The body of the answer to GET; anything but a success ends the command. */
  JsonObject get(String path) {
    try {
      HttpURLConnection connection = open(path);
      try (InputStream body = body(connection)) {
        JsonObject json = parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        if (connection.getResponseCode() >= 400) {
          String detail = json.text("detail").orElse("HTTP " + connection.getResponseCode());
          throw new CommandFailure(ExitCode.FAILED, base + ": " + detail, "", null);
        }
        return json;
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, base + path + ": " + reason(e), "is a Tenure node there?", e);
    }
  }

  private static JsonObject parse(String body) throws IOException {
    try {
      return JsonObject.parse(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("the answer is " + e.getMessage(), e);
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Accept", "application/json");
    connection.getResponseCode();
    return connection;
  }

  private static InputStream body(HttpURLConnection connection) throws IOException {
    return connection.getResponseCode() < 400
        ? connection.getInputStream()
        : connection.getErrorStream();
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return e instanceof ConnectException || message == null ? "connection refused" : message;
  }
}
