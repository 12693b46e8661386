package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import dev.tenure.runlog.LogLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads a log piece by piece, and goes on while the run does. Blocks. */
final class LogFollower {

  private static final long LOOK_MILLIS = 400;

  /** For so many looks a run that was asked for may not have begun: ten seconds or so. */
  private static final int PATIENCE = 25;

  private final List<String> servers;
  private final String run;

  LogFollower(List<String> servers, String run) {
    this.servers = servers;
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
      answer = client().get(ask(Optional.empty(), log.requiredNumber("next")));
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
      Optional<NodeAnswer> found = client().find(path);
      if (found.isPresent()) {
        return found.get();
      }
      pause();
    }
    return client().get(path);
  }

  /** Of several nodes another one, when the one that was asked is gone. */
  private NodeClient client() {
    return NodeClient.firstOf(servers);
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
