package dev.tenure.server.metrics;

import static java.util.Locale.ROOT;

import dev.tenure.node.NodeMeter.Answer;
import dev.tenure.node.NodeMeter.Call;
import dev.tenure.store.StoreException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** How etcd answers this node. Thread-safe; no method blocks. */
final class StoreMetrics {

  private final Histogram calls;
  private final Counter broken;
  private final Gauge reachable;

  StoreMetrics(PrometheusRegistry registry) {
    calls =
        Making.OF_CALLS.histogram(
            registry,
            "tenure_etcd_request_duration_seconds",
            "How long calls of etcd took, by what was asked and what became of it.",
            "operation",
            "outcome");
    broken =
        Making.counter(
            registry,
            "tenure_etcd_watches_broken_total",
            "Watches that ended although nobody closed them; each is opened again.",
            "reason");
    reachable =
        Making.gauge(registry, "tenure_etcd_reachable", "1 while etcd answered the last call.");
    for (Call call : Call.values()) {
      init(call, Answer.OK);
      init(call, Answer.FAILED);
    }
    init(Call.COMMIT, Answer.REFUSED);
    init(Call.COMMIT, Answer.UNKNOWN);
    for (StoreException.Kind kind : StoreException.Kind.values()) {
      broken.initLabelValues(word(kind));
    }
  }

  private void init(Call call, Answer answer) {
    calls.initLabelValues(word(call), word(answer));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(ROOT);
  }

  void called(Call call, Answer answer, Duration took) {
    calls.labelValues(word(call), word(answer)).observe(took.toNanos() / 1e9);
  }

  void broken(StoreException.Kind why) {
    broken.labelValues(word(why)).inc();
  }

  void reachable(boolean answers) {
    reachable.set(answers ? 1 : 0);
  }
}
