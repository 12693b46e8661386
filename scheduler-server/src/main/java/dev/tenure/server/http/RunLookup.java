package dev.tenure.server.http;

import dev.tenure.definition.RunRequest;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.model.RunId;
import dev.tenure.node.GroupFace;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A run that a request names, as the ledger has it.
 *
 * @param run what was claimed
 * @param end how it ended, if it has
 */
record RunLookup(OpenRun run, Optional<FinishedRun> end) {

  private static final int PART = 100;

  /** The id in the path; throws {@link Refusal} for text that is none. */
  static RunId id(Request request) {
    try {
      return RunId.parse(request.part("run"));
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.notFound("no-such-run", String.valueOf(e.getMessage())));
    }
  }

  /** Looks in memory first, then from the newest part of the job's past to older ones. */
  static CompletionStage<Optional<RunLookup>> find(GroupFace group, RunId id) {
    Optional<OpenRun> open = group.state(id.job()).openRun(id);
    return open.isPresent()
        ? CompletableFuture.completedFuture(open.map(run -> new RunLookup(run, Optional.empty())))
        : find(group, id, Long.MAX_VALUE);
  }

  private static CompletionStage<Optional<RunLookup>> find(GroupFace group, RunId id, long before) {
    return group
        .history(id.job(), before, PART)
        .thenCompose(
            page -> {
              Optional<FinishedRun> found =
                  page.runs().stream().filter(run -> run.id().equals(id)).findFirst();
              return found.isPresent() || page.next().isEmpty()
                  ? CompletableFuture.completedFuture(
                      found.map(end -> new RunLookup(end.run(), found)))
                  : find(group, id, page.next().getAsLong());
            });
  }

  /** That there is no such run, or none yet. */
  static Problem missing(GroupFace group, RunId id) {
    boolean asked =
        group.definitions().requests().stream()
            .anyMatch(
                kept ->
                    kept.value() instanceof RunRequest request
                        && request.run(group.group()).equals(id));
    return Problem.notFound(
        "no-such-run",
        asked
            ? "run " + id + " is asked for and has not begun yet; ask again soon"
            : "there is no run " + id + ", or it is not kept any more");
  }
}
