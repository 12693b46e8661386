package dev.tenure.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How metrics are made: counters, gauges, and histograms with the upper bounds of one kind. */
final class Making {

  static final Making OF_CALLS =
      new Making(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
  static final Making OF_LATENESS =
      new Making(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
  static final Making OF_RUNS =
      new Making(0.001, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 3600);
  static final Making OF_GAPS = new Making(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

  private final double[] bounds;

  /** Upper bounds in seconds, ascending. */
  private Making(double... bounds) {
    this.bounds = bounds;
  }

  Histogram histogram(PrometheusRegistry registry, String name, String help, String... labels) {
    return Histogram.builder()
        .classicOnly()
        .classicUpperBounds(bounds)
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  static Gauge gauge(PrometheusRegistry registry, String name, String help, String... labels) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }
}
