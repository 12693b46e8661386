package dev.tenure.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The methods that a path does not have, where another path that is open at its end would take
 * them: {@code GET /v1/runs/…/interrupt} is no run of such a name.
 */
final class MissingMethods {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH");

  private MissingMethods() {}

  /**
   * A method that a path does not have.
   *
   * @param allowed those that it has, as the header {@code Allow} names them
   */
  record Missing(String method, String path, String allowed) {}

  /** All of them, for each path that ends with a word of its own. */
  static List<Missing> of(List<Route> routes) {
    Map<String, Set<String>> known = new LinkedHashMap<>();
    for (Route route : routes) {
      if (endsWithWord(route.path())) {
        known.computeIfAbsent(route.path(), path -> new TreeSet<>()).addAll(route.methods());
      }
    }
    List<Missing> missing = new ArrayList<>();
    known.forEach(
        (path, methods) ->
            METHODS.stream()
                .filter(method -> !methods.contains(method))
                .map(method -> new Missing(method, path, String.join(", ", methods)))
                .forEach(missing::add));
    return missing;
  }

  private static boolean endsWithWord(String path) {
    return !path.endsWith("}") && !path.endsWith(">");
  }
}
