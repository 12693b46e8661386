package dev.tenure.server.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.List;

/** How long the node's certificates are valid. Thread-safe; no method blocks. */
final class CertificateMetrics {

  private static final List<String> USES = List.of("etcd", "http");

  private final Gauge expiry;

  CertificateMetrics(PrometheusRegistry registry) {
    expiry =
        Making.gauge(
            registry,
            "tenure_certificate_expiry_timestamp_seconds",
            "Until when a certificate is valid; +Inf where there is none.",
            "use");
    // Nothing that is compared with the time of day may look as if it had run out.
    USES.forEach(use -> expiry.labelValues(use).set(Double.POSITIVE_INFINITY));
  }

  void valid(String use, Instant until) {
    if (USES.contains(use)) {
      expiry.labelValues(use).set((double) until.getEpochSecond());
    }
  }
}
