package dev.tenure.server.http;

import dev.tenure.node.NodeStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Marks what is read while etcd does not answer the node: it is what the node knew then, and
 * nothing is started meanwhile.
 *
 * @param node whose view of etcd counts
 */
record Silence(NodeView node) {

  /** The header that says since when; on every answer to a reading, but only while it is so. */
  static final String HEADER = "Tenure-Etcd-Silent-Since";

  private static final String API = "/v1/";

  /** The route with its answers marked; itself if it is not one that reads. */
  Route marking(Route route) {
    if (!route.method().equals("GET") || !route.path().startsWith(API)) {
      return route;
    }
    if (route.handler() instanceof Route.Now now) {
      return route.answeredBy((Route.Now) request -> marked(now.handle(request)));
    }
    return route.handler() instanceof Route.Later later
        ? route.answeredBy((Route.Later) request -> later.handle(request).thenApply(this::marked))
        : route;
  }

  private Response marked(Response response) {
    return since().map(at -> response.with(HEADER, Times.text(at))).orElse(response);
  }

  private Optional<Instant> since() {
    return node.status()
        .map(NodeStatus::etcd)
        .filter(etcd -> !etcd.reachable())
        .flatMap(NodeStatus.Etcd::answered);
  }
}
