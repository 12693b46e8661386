package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.model.RunId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What this node may still record of terms that it has handed over. Confined to the loop. */
final class OwnRights {

  private final LedgerParts parts;
  private final Map<Leadership, CompletionRight> rights = new LinkedHashMap<>();

  OwnRights(LedgerParts parts) {
    this.parts = parts;
  }

  /**
   * Asks for the right to record the ends of what a term has left open.
   *
   * @param finished writes nothing any more
   * @param refused takes back what was asked for meanwhile, when there is no right
   */
  CompletableFuture<HandOverResult> ask(
      TermBook finished, Leadership session, RightListener listener, Consumer<List<Work>> refused) {
    Leadership leadership = finished.leadership();
    Set<RunId> open = open(leadership);
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(new HandOverResult.NothingOpen());
    }
    CompletionRight right =
        new CompletionRight(
            leadership, session, open, parts, listener, () -> rights.remove(leadership));
    rights.put(leadership, right);
    return right
        .ask()
        .thenApply(
            answer -> {
              if (answer instanceof HandOverResult.Refused) {
                refused.accept(right.takeBack());
              }
              return answer;
            });
  }

  private Set<RunId> open(Leadership leadership) {
    Set<RunId> open = new HashSet<>();
    for (JobState state : parts.index().states().values()) {
      for (OpenRun run : state.open()) {
        if (run.term().equals(leadership.term())) {
          open.add(run.id());
        }
      }
    }
    return open;
  }

  /** Whether the work is to be done under a right; to be followed by {@link #pump}. */
  boolean take(Leadership leadership, Work work) {
    CompletionRight right = rights.get(leadership);
    if (right == null) {
      return false;
    }
    right.add(work);
    return true;
  }

  void pump() {
    List.copyOf(rights.values()).forEach(CompletionRight::pump);
  }

  /** Gives all of them back; completes when nothing is written under them any more. */
  CompletableFuture<Void> giveBack() {
    return CompletableFuture.allOf(
        List.copyOf(rights.values()).stream()
            .map(CompletionRight::giveBack)
            .toArray(CompletableFuture<?>[]::new));
  }

  void stop() {
    rights.values().forEach(CompletionRight::stop);
  }
}
