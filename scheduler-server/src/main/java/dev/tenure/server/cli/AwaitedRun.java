package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits for the end of a run by asking for it again and again, of another node when the one that
 * was asked is gone: a run may well outlive it.
 */
final class AwaitedRun {

  /** For so many looks in a row nobody may answer: half a minute or more. */
  private static final int PATIENCE = 60;

  private final Supplier<NodeClient> nodes;
  private final Duration betweenLooks;

  /** Asks one of the nodes, whichever answers. */
  AwaitedRun(Supplier<NodeClient> nodes, Duration betweenLooks) {
    this.nodes = nodes;
    this.betweenLooks = betweenLooks;
  }

  /** The run when it has ended; blocks until then, however long that takes. */
  NodeAnswer end(String run) {
    int unanswered = 0;
    while (true) {
      try {
        // Before the leader has claimed it nobody knows of it.
        Optional<NodeAnswer> found =
            nodes.get().find(ApiPath.ofRun(run).text()).filter(answer -> ended(answer.json()));
        if (found.isPresent()) {
          return found.get();
        }
        unanswered = 0;
      } catch (CommandFailure e) {
        unanswered++;
        if (e.exitCode() != ExitCode.UNREACHABLE || unanswered == PATIENCE) {
          throw e;
        }
      }
      pause(run);
    }
  }

  private static boolean ended(JsonObject run) {
    return run.text("state").filter(state -> !state.equals("STARTED")).isPresent();
  }

  /** How it ended, in a line. */
  static String sentence(JsonObject run) {
    String took = RelativeTime.millis(run.number("durationMillis"));
    String why =
        run.object("error")
            .flatMap(error -> error.text("message").filter(text -> !text.isBlank()))
            .map(text -> ": " + Cell.cut(text, 200))
            .or(() -> run.text("result").map(text -> ": " + Cell.cut(text, 200)))
            .orElse("");
    return "%s after %s on %s%s%n"
        .formatted(Cell.of(run, "state"), took, Cell.of(run, "node"), why);
  }

  private void pause(String run) {
    try {
      Thread.sleep(betweenLooks.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(
          ExitCode.FAILED, "not waited for the end of " + run, "`tenure run` shows it", e);
    }
  }
}
