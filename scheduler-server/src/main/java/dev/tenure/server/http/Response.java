package dev.tenure.server.http;

import dev.tenure.json.Json;
import dev.tenure.store.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answers.
 *
 * @param status the HTTP status code
 * @param contentType the media type of the body; empty where there is no body
 * @param headers further headers
 * @param body the body
 */
public record Response(int status, String contentType, Map<String, String> headers, Bytes body) {

  private static final Bytes NOTHING = Bytes.utf8("");

  public Response {
    headers = Map.copyOf(headers);
  }

  /** A body that is text, sent as UTF-8. */
  public Response(int status, String contentType, Map<String, String> headers, String body) {
    this(status, contentType, headers, Bytes.utf8(body));
  }

  /** 200 with a JSON body: a tree as {@link Json#write} takes it. */
  public static Response json(Map<String, ?> body) {
    return json(200, body);
  }

  /** A JSON body under another status. */
  static Response json(int status, Map<String, ?> body) {
    return new Response(status, "application/json", Map.of(), Json.write(body));
  }

  /** A status that says it all. */
  static Response empty(int status) {
    return new Response(status, "", Map.of(), NOTHING);
  }

  /** The same response with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, contentType, more, body);
  }
}
