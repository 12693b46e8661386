package dev.tenure.server.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * etcd by its HTTP gateway: without a watch, lease or stream of its own, so that it does not count
 * itself. All methods block.
 */
final class EtcdGateway {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final String endpoint;

  EtcdGateway(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * A key of etcd's.
   *
   * @param lease in decimal, as the gateway wants it
   */
  record Key(String name, String value, String lease) {}

  /**
   * How much is stored under a prefix.
   *
   * @param bytes of keys and values
   */
  record Size(long keys, long bytes) {}

  long leases() throws IOException, InterruptedException {
    return post("/v3/lease/leases", Map.of()).path("leases").size();
  }

  /** The oldest key under a prefix. */
  Optional<Key> oldest(String prefix) throws IOException, InterruptedException {
    JsonNode kvs =
        post(
                "/v3/kv/range",
                Map.of(
                    "key",
                    base64(prefix),
                    "range_end",
                    base64(end(prefix)),
                    "sort_order",
                    "ASCEND",
                    "sort_target",
                    "CREATE",
                    "limit",
                    1))
            .path("kvs");
    return kvs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Key(
                text(kvs.get(0), "key"),
                text(kvs.get(0), "value"),
                kvs.get(0).path("lease").asText("0")));
  }

  Size size(String prefix) throws IOException, InterruptedException {
    JsonNode answer =
        post("/v3/kv/range", Map.of("key", base64(prefix), "range_end", base64(end(prefix))));
    long bytes = 0;
    for (JsonNode kv : answer.path("kvs")) {
      bytes += bytes(kv, "key").length + bytes(kv, "value").length;
    }
    return new Size(answer.path("kvs").size(), bytes);
  }

  void delete(String key) throws IOException, InterruptedException {
    post("/v3/kv/deleterange", Map.of("key", base64(key)));
  }

  void put(String key, String value) throws IOException, InterruptedException {
    post("/v3/kv/put", Map.of("key", base64(key), "value", base64(value)));
  }

  void revoke(String lease) throws IOException, InterruptedException {
    post("/v3/lease/revoke", Map.of("ID", lease));
  }

  Metrics metrics() throws IOException, InterruptedException {
    return new Metrics(send(request("/metrics").GET()));
  }

  private JsonNode post(String path, Map<String, Object> body)
      throws IOException, InterruptedException {
    String json = JSON.writeValueAsString(body);
    return JSON.readTree(send(request(path).POST(HttpRequest.BodyPublishers.ofString(json))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(endpoint + path)).timeout(LIMIT);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      throw new IOException(
          answer.uri() + " answers " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private static String end(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(JsonNode kv, String field) {
    return Base64.getDecoder().decode(kv.path(field).asText(""));
  }

  private static String text(JsonNode kv, String field) {
    return new String(bytes(kv, field), StandardCharsets.UTF_8);
  }
}
