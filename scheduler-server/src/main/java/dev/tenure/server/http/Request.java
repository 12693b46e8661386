package dev.tenure.server.http;

import dev.tenure.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a handler gets to see of an HTTP request.
 *
 * @param method in upper case, e.g. {@code GET}
 * @param path as received, decoded
 * @param parts what stands for the names in the route's path, decoded
 * @param query the query's parameters, decoded, in their order
 * @param headers by their names in small letters
 * @param body as received; empty if there is none
 * @param caller who asks
 */
public record Request(
    String method,
    String path,
    Map<String, String> parts,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String body,
    Caller caller) {

  public Request {
    parts = Map.copyOf(parts);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** A request of somebody on a node without tokens. */
  Request(
      String method,
      String path,
      Map<String, String> parts,
      Map<String, List<String>> query,
      Map<String, String> headers,
      String body) {
    this(method, path, parts, query, headers, body, Caller.anonymous(Peer.NOBODY));
  }

  /** What stands for a name of the route's path. */
  String part(String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  /** The first value of a query parameter, if it was given and is not empty. */
  public Optional<String> query(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst().filter(v -> !v.isEmpty());
  }

  /** A header, if it was sent. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The body as one JSON object; an empty one if there is no body.
   *
   * @throws Refusal for anything else, and for members of other names than {@code allowed}
   */
  JsonObject json(Set<String> allowed) {
    JsonObject json = body.isBlank() ? JsonObject.parse("{}") : json();
    for (String member : json.members().keySet()) {
      if (!allowed.contains(member)) {
        String known =
            allowed.isEmpty() ? "none; send no body" : String.join(", ", new TreeSet<>(allowed));
        throw new Refusal(
            Problem.badRequest("the body has a member \"" + member + "\"; allowed: " + known));
      }
    }
    return json;
  }

  /**
   * The body as one JSON object, whatever its members.
   *
   * @throws Refusal for anything else
   */
  JsonObject json() {
    try {
      return JsonObject.parse(body);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Problem.badRequest("the body must be one JSON object; it is " + e.getMessage()));
    }
  }
}
