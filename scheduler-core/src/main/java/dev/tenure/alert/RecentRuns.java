package dev.tenure.alert;

import dev.tenure.ledger.FinishedRun;
import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The last runs that failed for good, as this node heard of them, and which were accounted for. */
final class RecentRuns {

  private static final int HEARD = 1000;
  private static final int ACCOUNTED = 4000;

  private final Deque<FinishedRun> heard = new ArrayDeque<>();
  private final Set<RunId> accounted = new LinkedHashSet<>();

  void heard(FinishedRun run) {
    heard.add(run);
    if (heard.size() > HEARD) {
      heard.remove();
    }
  }

  List<FinishedRun> heardSince(Instant from) {
    return heard.stream().filter(run -> run.finished().isAfter(from)).toList();
  }

  /** Whether it was not accounted for before. */
  boolean account(RunId run) {
    boolean fresh = accounted.add(run);
    if (accounted.size() > ACCOUNTED) {
      accounted.remove(accounted.iterator().next());
    }
    return fresh;
  }
}
