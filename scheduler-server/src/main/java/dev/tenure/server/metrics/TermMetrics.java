package dev.tenure.server.metrics;

import dev.tenure.node.SeenTerm;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How terms end and how long nobody leads, as this node sees it. Every node counts every change; a
 * cause is known to one of them at most. Guarded by its caller.
 */
final class TermMetrics {

  private static final String UNKNOWN = "unknown";

  /** The words of the node, and ours. */
  private static final Map<String, String> CAUSES =
      Map.of(
          "handed over", "handed_over",
          "lost", "lost",
          "its process is gone", "process_gone");

  private final Counter changes;
  private final Histogram gaps;
  private final Map<String, Counted> groups = new HashMap<>();

  /** Up to which terms of a group the ends and the gaps are counted. */
  private record Counted(long ends, long gaps) {}

  TermMetrics(PrometheusRegistry registry) {
    changes =
        Making.counter(
            registry,
            "tenure_leader_changes_total",
            "Terms that this node has seen to end, by the cause as far as this node knows it.",
            "group",
            "cause");
    gaps =
        Making.OF_GAPS.histogram(
            registry,
            "tenure_leader_gap_seconds",
            "How long nobody led between two terms, as this node saw it.",
            "group");
  }

  /** There is such a group. */
  void group(String group) {
    CAUSES.values().forEach(cause -> changes.initLabelValues(group, cause));
    changes.initLabelValues(group, UNKNOWN);
    gaps.initLabelValues(group);
  }

  /** Counts what is new in the last terms of a group, the newest of which is the first. */
  void count(String group, List<SeenTerm> terms) {
    Counted counted = groups.getOrDefault(group, new Counted(0, 0));
    for (int i = terms.size() - 1; i >= 0; i--) {
      counted = count(group, terms.get(i), i == 0, counted);
    }
    groups.put(group, counted);
  }

  private Counted count(String group, SeenTerm term, boolean newest, Counted counted) {
    long ends = counted.ends();
    long measured = counted.gaps();
    // The cause of the newest one may yet come to be known.
    if (term.term() > ends && term.until().isPresent() && (term.cause().isPresent() || !newest)) {
      String cause = CAUSES.getOrDefault(term.cause().orElse(""), UNKNOWN);
      changes.labelValues(group, cause).inc();
      ends = term.term();
    }
    if (term.term() > measured && term.gapMillis().isPresent()) {
      gaps.labelValues(group).observe(term.gapMillis().getAsLong() / 1000.0);
      measured = term.term();
    }
    return new Counted(ends, measured);
  }
}
