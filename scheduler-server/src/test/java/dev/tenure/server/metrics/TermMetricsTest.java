package dev.tenure.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.node.SeenTerm;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Changes of the leader, counted from the terms that a node has seen. */
final class TermMetricsTest {

  private static final Instant NOW = Instant.EPOCH;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final TermMetrics metrics = new TermMetrics(registry);

  private static SeenTerm led(long term, OptionalLong gap) {
    return new SeenTerm(term, "node-1", NOW, Optional.empty(), Optional.empty(), gap);
  }

  private static SeenTerm ended(long term, Optional<String> cause) {
    return new SeenTerm(term, "node-1", NOW, Optional.of(NOW), cause, OptionalLong.empty());
  }

  private void assertCounts(String cause, int count) {
    assertThat(Exposition.of(registry, "").text())
        .contains(
            "tenure_leader_changes_total{cause=\""
                + cause
                + "\",group=\"default\"} "
                + count
                + ".0");
  }

  private void count(SeenTerm... newestFirst) {
    metrics.count("default", List.of(newestFirst));
  }

  @Test
  void everyEndCountsOnceWithItsCauseAndEveryGapOnce() {
    metrics.group("default");
    SeenTerm first = ended(3, Optional.of("handed over"));
    SeenTerm second = led(9, OptionalLong.of(250));
    count(led(3, OptionalLong.empty()));
    assertCounts("handed_over", 0);
    count(first);
    count(second, first);
    count(second, first);
    assertCounts("handed_over", 1);
    assertCounts("unknown", 0);
    assertThat(Exposition.of(registry, "").text())
        .contains("tenure_leader_gap_seconds_count{group=\"default\"} 1")
        .contains("tenure_leader_gap_seconds_sum{group=\"default\"} 0.25");
  }

  @Test
  void causeMayComeAfterTheEnd() {
    metrics.group("default");
    count(ended(3, Optional.empty()));
    count(ended(3, Optional.of("lost")));
    assertCounts("lost", 1);
    count(led(8, OptionalLong.of(1)), ended(5, Optional.empty()), ended(3, Optional.of("lost")));
    assertCounts("unknown", 1);
    assertCounts("lost", 1);
  }
}
