package dev.tenure.server.soak;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What a trial has shown.
 *
 * @param begun when it began
 * @param samples all that was measured
 * @param changes the changes of the leader
 * @param troubles changes after which nobody led, or nothing ran, for a minute
 * @param counts what the journal said, and how often
 * @param asked how many runs were asked for by hand
 * @param judged the lines that must be flat
 */
record SoakOutcome(
    SoakOptions options,
    Instant begun,
    Samples samples,
    List<Soak.Change> changes,
    List<String> troubles,
    SortedMap<String, Long> counts,
    long asked,
    List<Judged> judged) {

  /** A line and what it looks like after the warm-up. */
  record Judged(Gauge gauge, Flatness flatness) {}

  List<Judged> grown() {
    return judged.stream().filter(line -> !line.flatness().flat()).toList();
  }

  boolean good() {
    return grown().isEmpty() && troubles.isEmpty();
  }

  long claimed() {
    return counts.getOrDefault("claimed", 0L);
  }

  /** The outcome in one sentence. */
  String sentence() {
    String what =
        "%,d runs and %d changes of the leader in %d minutes"
            .formatted(claimed(), changes.size(), options.minutes());
    if (!troubles.isEmpty()) {
      return "%s, of which %d failed.".formatted(what, troubles.size());
    }
    return good()
        ? "All %d lines are flat: %s.".formatted(judged.size(), what)
        : "%d of %d lines are not flat: %s.".formatted(grown().size(), judged.size(), what);
  }
}
