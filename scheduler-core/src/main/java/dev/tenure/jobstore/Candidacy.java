package dev.tenure.jobstore;

import dev.tenure.election.Election;
import dev.tenure.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stands for election for as long as the scheduler is started. Each wish is granted after the one
 * before; a wish that was taken back meanwhile is passed over. Thread-safe; never blocks.
 */
final class Candidacy {

  private final Election election;
  private final Duration drain;
  private final String value;
  private CompletionStage<Void> last = CompletableFuture.completedFuture(null);
  private boolean wanted;

  /**
   * A candidacy that does not stand yet.
   *
   * @param node who proclaims itself
   * @param drain how long the work may take to stop when the leadership is given up
   */
  Candidacy(Election election, String node, Duration drain) {
    this.election = election;
    this.drain = drain;
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("node", node);
    about.put("pid", ProcessHandle.current().pid());
    value = Json.write(about);
  }

  /** Campaigns from now on. */
  synchronized void stand() {
    wanted = true;
    last = last.thenRun(this::standIfWanted);
  }

  private synchronized void standIfWanted() {
    if (wanted) {
      election.stand(() -> value);
    }
  }

  /** Gives a leadership, or the place in the queue, to the others. */
  synchronized void resign() {
    wanted = false;
    last = last.thenCompose(before -> election.resign(drain)).exceptionally(failed -> null);
  }
}
