package dev.tenure.server;

import dev.tenure.server.cli.NodeFace;
import dev.tenure.server.http.HttpServer;
import dev.tenure.server.http.Request;
import dev.tenure.server.http.Response;
import dev.tenure.server.http.Route;
import dev.tenure.server.metrics.Exposition;
import dev.tenure.server.metrics.NodeMetrics;
import java.util.Map;
import java.util.Optional;

/** {@code GET /metrics}: what the node counts, with what is looked up at that moment. */
final class MetricsPage {

  private final NodeMetrics metrics;
  private final NodeFace.View node;
  private volatile Optional<HttpServer> server = Optional.empty();

  MetricsPage(NodeMetrics metrics, NodeFace.View node) {
    this.metrics = metrics;
    this.node = node;
  }

  /** The server that shows it, once it has started. */
  void of(HttpServer started) {
    server = Optional.of(started);
  }

  NodeMetrics metrics() {
    return metrics;
  }

  Route route() {
    return Route.get("/metrics", this::answer);
  }

  private Response answer(Request request) {
    boolean reachable = node.status().filter(status -> status.etcd().reachable()).isPresent();
    node.node().ifPresent(it -> metrics.alerts(it.alerts().known()));
    Exposition page =
        metrics.scrape(
            request.headers().getOrDefault("accept", ""),
            reachable,
            server.map(HttpServer::streams).orElse(0));
    return new Response(200, page.contentType(), Map.of(), page.text());
  }
}
