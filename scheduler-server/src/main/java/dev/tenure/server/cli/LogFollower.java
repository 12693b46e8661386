package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import dev.tenure.runlog.LogLine;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads a log piece by piece, and goes on while the run does. Blocks. */
final class LogFollower {

  private static final long LOOK_MILLIS = 400;

  /** For so many looks a run that was asked for may not have begun: ten seconds or so. */
  private static final int PATIENCE = 25;

  private final Supplier<NodeClient> node;
  private final String run;

  /**
   * Of one run.
   *
   * @param node a client of a node that answers; another one when the one before is gone
   */
  LogFollower(Supplier<NodeClient> node, String run) {
    this.node = node;
    this.run = run;
  }

  /**
   * Hands over each answer that has lines, and in the end one that has none, if there were none.
   *
   * @param tail begin with the last so many lines
   * @param show answers whether more is wanted
   * @return the last answer
   */
  JsonObject read(Optional<Integer> tail, boolean follow, Predicate<NodeAnswer> show) {
    NodeAnswer answer = first(ask(tail, 0), follow);
    JsonObject log = answer.json();
    boolean wanted = show.test(answer);
    while (wanted && goesOn(log, follow)) {
      if (!log.bool("more").orElse(false)) {
        pause();
      }
      answer = node.get().get(ask(Optional.empty(), log.requiredNumber("next")));
      log = answer.json();
      if (!log.objects("lines").isEmpty()) {
        wanted = show.test(answer);
      }
    }
    return log;
  }

  private static boolean goesOn(JsonObject log, boolean follow) {
    return log.bool("more").orElse(false) || (follow && !log.bool("over").orElse(true));
  }

  private NodeAnswer first(String path, boolean follow) {
    for (int look = 1; follow && look < PATIENCE; look++) {
      Optional<NodeAnswer> found = node.get().find(path);
      if (found.isPresent()) {
        return found.get();
      }
      pause();
    }
    return node.get().get(path);
  }

  private String ask(Optional<Integer> tail, long after) {
    return ApiPath.ofRun(run)
        .then("log")
        .with("tail", tail)
        .with("after", after == 0 ? Optional.empty() : Optional.of(after))
        .text();
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(
          ExitCode.FAILED, "the log of " + run + " is not followed any more", "", e);
    }
  }

  static LogLine line(JsonObject line) {
    return new LogLine(
        line.requiredNumber("line"),
        line.number("leftOut").orElse(0L),
        line.text("at"),
        line.text("level"),
        line.text("logger"),
        line.text("text").orElse(""));
  }
}
