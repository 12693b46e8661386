package dev.tenure.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Refuses what must not reach a handler. Immutable. */
final class Guard {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Hosts hosts;

  Guard(Hosts hosts) {
    this.hosts = hosts;
  }

  /**
   * Throws {@link Refusal} for a request that a page of another site may have made its reader's
   * browser send.
   *
   * @param name the host that the request is meant for, without its port
   */
  void checkSite(String method, String name, Map<String, String> headers) {
    if (!hosts.knows(name)) {
      throw new Refusal(
          new Problem(
              421,
              "wrong-host",
              "This node is not known by that name",
              "\""
                  + name
                  + "\" is no name of this node; allowed: "
                  + hosts
                  + "; see http.advertise"));
    }
    if (READING.contains(method)) {
      return;
    }
    Optional<String> site = Optional.ofNullable(headers.get("sec-fetch-site"));
    Optional<String> origin = Optional.ofNullable(headers.get("origin"));
    String host = headers.getOrDefault("host", "");
    if (site.filter(s -> !OWN_SITES.contains(s)).isPresent()
        || origin.filter(o -> !isOf(o, host)).isPresent()) {
      throw new Refusal(
          new Problem(
              403,
              "cross-site",
              "A page of another site asks",
              "a page of "
                  + origin.orElse("another site")
                  + " made a browser send this; only pages of this node may change anything"));
    }
  }

  private static boolean isOf(String origin, String host) {
    int scheme = origin.indexOf("://");
    return scheme > 0
        && origin
            .substring(scheme + 3)
            .toLowerCase(Locale.ROOT)
            .equals(host.toLowerCase(Locale.ROOT));
  }

  /** Throws {@link Refusal} for a parameter that the route does not have, or that comes twice. */
  static void checkQuery(Route route, Map<String, List<String>> query) {
    query.forEach(
        (name, values) -> {
          if (!route.query().contains(name)) {
            String allowed =
                route.query().isEmpty() ? "none" : String.join(", ", new TreeSet<>(route.query()));
            throw new Refusal(
                Problem.badRequest(
                    "there is no query parameter \"" + name + "\" here; allowed: " + allowed));
          }
          if (values.size() > 1) {
            throw new Refusal(
                Problem.badRequest("the query parameter \"" + name + "\" is given more than once"));
          }
        });
  }

  /** Throws {@link Refusal} for a body that is not JSON by its own words. */
  static void checkBody(String body, Optional<String> contentType) {
    String type = contentType.orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!body.isEmpty() && !type.equals("application/json")) {
      throw new Refusal(
          new Problem(
              415,
              "unsupported-media-type",
              "The body is of a type that is not taken here",
              "the body is "
                  + (type.isEmpty() ? "of no type" : type)
                  + "; send Content-Type: application/json"));
    }
  }
}
