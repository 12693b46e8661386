package dev.tenure.quartz;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs that were claimed and handed to Quartz and have not begun yet, by the id under which
 * Quartz fires them. Thread-safe.
 */
final class ClaimedRuns {

  private final Map<String, ClaimedRun> runs = new ConcurrentHashMap<>();

  void add(ClaimedRun run) {
    runs.put(run.fireId(), run);
  }

  /** The ids of all of them. */
  Set<String> ids() {
    return Set.copyOf(runs.keySet());
  }

  Optional<ClaimedRun> find(String fireId) {
    return Optional.ofNullable(runs.get(fireId));
  }

  /** The run, for the one who begins it or records that it never will be. */
  Optional<ClaimedRun> take(String fireId) {
    return Optional.ofNullable(runs.remove(fireId));
  }
}
