package dev.tenure.server.chaos.fault;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Asks a node over HTTP, past all faults of its links. */
final class NodeProbe {

  private NodeProbe() {}

  /** By how many seconds its wall clock is ahead of ours; empty when it does not answer. */
  static OptionalLong secondsAhead(ChaosNode node) {
    HttpURLConnection connection = null;
    try {
      connection = connect(node, 1000);
      long date = connection.getDate();
      return date == 0
          ? OptionalLong.empty()
          : OptionalLong.of(
              Math.round(
                  Duration.between(Instant.now(), Instant.ofEpochMilli(date)).toMillis() / 1000.0));
    } catch (IOException e) {
      return OptionalLong.empty();
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  /** Whether it answers within a second. */
  static boolean answers(ChaosNode node) {
    HttpURLConnection connection = null;
    try {
      connection = connect(node, 1000);
      return connection.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private static HttpURLConnection connect(ChaosNode node, int millis) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + node.address() + "/v1/status").toURL().openConnection();
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    return connection;
  }
}
