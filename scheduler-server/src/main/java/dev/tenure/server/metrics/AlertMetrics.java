package dev.tenure.server.metrics;

import dev.tenure.alert.Alert;
import dev.tenure.model.AlertKind;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.List;

/** What is open, and what became of messages about it. Thread-safe; no method blocks. */
final class AlertMetrics {

  private static final List<String> OUTCOMES = List.of("sent", "failed", "dropped");

  private final Gauge open;
  private final Counter messages;

  AlertMetrics(PrometheusRegistry registry) {
    open =
        Making.gauge(
            registry,
            "tenure_alerts_open",
            "Alerts that are open in the cluster, as this node knows.",
            "kind");
    messages =
        Making.counter(
            registry,
            "tenure_alert_messages_total",
            "Messages about alerts, by what became of them.",
            "channel",
            "outcome");
    for (AlertKind kind : AlertKind.values()) {
      open.initLabelValues(kind.word());
    }
  }

  /** There is such a channel. */
  void channel(String channel) {
    OUTCOMES.forEach(outcome -> messages.initLabelValues(channel, outcome));
  }

  void message(String channel, String outcome) {
    messages.labelValues(channel, outcome).inc();
  }

  void open(Collection<Alert> alerts) {
    for (AlertKind kind : AlertKind.values()) {
      long so = alerts.stream().filter(alert -> alert.id().kind() == kind).count();
      open.labelValues(kind.word()).set((double) so);
    }
  }
}
