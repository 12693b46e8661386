package dev.tenure.server.chaos;

import dev.tenure.server.chaos.record.JournalPast;
import dev.tenure.server.chaos.workload.Action;
import dev.tenure.verify.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds runs that somebody asked for against the journal: what was acknowledged was run, what was
 * refused was not. That none was run twice is the checker's.
 */
final class AskedRuns {

  private static final String REMOVALS = Trial.ROOT + "/jobs/" + Trial.GROUP + "/job/";

  /** A run of a job that forbids overlaps waits for another one. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private AskedRuns() {}

  /** What must not be; empty for a good past. */
  static List<String> check(Past past) {
    Set<String> claimed =
        new JournalPast(Trial.ROOT, Trial.GROUP)
            .facts(past.heard()).stream()
                .filter(Fact.Claimed.class::isInstance)
                .map(fact -> ((Fact.Claimed) fact).run().toString())
                .collect(Collectors.toSet());
    Map<String, Instant> removed = removed(past);
    List<String> troubles = new ArrayList<>();
    for (Action action : past.actions()) {
      if (action.kind() != Action.Kind.TRIGGER) {
        continue;
      }
      boolean ran = claimed.contains(action.detail());
      if (action.outcome() == Action.Outcome.REFUSED && ran) {
        troubles.add("run %s was refused, and was run all the same".formatted(action.detail()));
      }
      // With a job goes what was asked of it.
      boolean jobStayed =
          !removed.getOrDefault(action.subject(), Instant.MIN).isAfter(action.asked());
      boolean inTime = action.answered().plus(PATIENCE).isBefore(past.drained());
      if (action.outcome() == Action.Outcome.ACKNOWLEDGED && !ran && jobStayed && inTime) {
        troubles.add(
            "run %s was acknowledged at %s, and was never run"
                .formatted(action.detail(), action.answered()));
      }
    }
    return troubles;
  }

  /** When each job was removed for the last time. */
  private static Map<String, Instant> removed(Past past) {
    Map<String, Instant> removed = new HashMap<>();
    past.heard().stream()
        .filter(event -> event.deletion() && event.key().startsWith(REMOVALS))
        .forEach(
            event ->
                removed.put(
                    event.key().substring(REMOVALS.length()), Instant.ofEpochMilli(event.wall())));
    return removed;
  }
}
