package dev.tenure.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What is asked of this node over HTTP. Thread-safe; no method blocks. */
final class HttpMetrics {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
  private static final String OTHER = "other";
  private static final List<String> REASONS =
      List.of("wrong-token", "token-expired", "too-many-wrong-tokens");

  private final Counter requests;
  private final Histogram duration;
  private final Gauge streams;
  private final Counter denied;

  HttpMetrics(PrometheusRegistry registry) {
    requests =
        Making.counter(
            registry,
            "tenure_http_requests_total",
            "Requests that were answered, by the path's pattern and the class of the status.",
            "route",
            "method",
            "status");
    duration =
        Making.OF_CALLS.histogram(
            registry,
            "tenure_http_request_duration_seconds",
            "How long answers took, without streams of events.",
            "route");
    streams =
        Making.gauge(registry, "tenure_http_event_streams", "Streams of events that are open.");
    denied =
        Making.counter(
            registry,
            "tenure_http_denied_tokens_total",
            "Tokens that were shown and not admitted, by the code of the problem.",
            "reason");
    REASONS.forEach(denied::initLabelValues);
    route(OTHER, "GET");
  }

  /** There is such a route. */
  void route(String route, String method) {
    requests.initLabelValues(route, method, "2xx");
    duration.initLabelValues(route);
  }

  void answered(String route, String method, int status, Duration took) {
    count(route, method, status);
    duration.labelValues(named(route)).observe(took.toNanos() / 1e9);
  }

  /** A stream of events has ended, which took as long as somebody listened. */
  void streamed(String route, String method, int status) {
    count(route, method, status);
  }

  private void count(String route, String method, int status) {
    String known = METHODS.contains(method) ? method : OTHER;
    requests.labelValues(named(route), known, status / 100 + "xx").inc();
  }

  /** What is on no route is together. */
  private static String named(String route) {
    return route.isEmpty() ? OTHER : route;
  }

  void denied(String reason) {
    denied.labelValues(reason).inc();
  }

  void streams(int open) {
    streams.set(open);
  }
}
