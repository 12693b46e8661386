package dev.tenure.server.http;

import dev.tenure.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answers.
 *
 * @param status the HTTP status code
 * @param contentType the media type of the body
 * @param headers further headers
 * @param body the body, sent as UTF-8
 */
public record Response(int status, String contentType, Map<String, String> headers, String body) {

  public Response {
    headers = Map.copyOf(headers);
  }

  /** 200 with a JSON body: a tree as {@link Json#write} takes it. */
  public static Response json(Map<String, ?> body) {
    return new Response(200, "application/json", Map.of(), Json.write(body));
  }

  /** The same response with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, contentType, more, body);
  }
}
