package dev.tenure.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a handler gets to see of an HTTP request.
 *
 * @param method in upper case, e.g. {@code GET}
 * @param path as received, decoded
 * @param query the query's parameters, decoded, in their order
 */
public record Request(String method, String path, Map<String, List<String>> query) {

  public Request {
    query = Map.copyOf(query);
  }

  /** The first value of a query parameter, if it was given and is not empty. */
  public Optional<String> query(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst().filter(v -> !v.isEmpty());
  }
}
