package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;

/** Events for people, a line each. */
final class EventText {

  private final Ink ink;

  EventText(Ink ink) {
    this.ink = ink;
  }

  String of(ServerEvent event) {
    JsonObject data = event.data();
    return switch (event.type()) {
      case "leader" -> leader(data);
      case "run" -> run(data);
      case "job" -> JobRef.of(data) + " is " + Cell.of(data, "change");
      case "reset" -> "some events are missing here: the node does not have them any more";
      default -> event.type() + " " + data;
    };
  }

  private static String leader(JsonObject data) {
    return Cell.of(data, "group")
        + ": "
        + data.object("leader")
            .map(
                leader ->
                    "%s leads, term %s, pid %s at %s"
                        .formatted(
                            Cell.of(leader, "node"),
                            Cell.of(leader, "term"),
                            Cell.of(leader, "pid"),
                            Cell.of(leader, "address")))
            .orElse("nobody leads");
  }

  private String run(JsonObject run) {
    String attempt =
        run.number("attempt").filter(n -> n > 1).map(n -> " (attempt " + n + ")").orElse("");
    String took = run.number("durationMillis").map(ms -> " after " + ms + " ms").orElse("");
    String why =
        run.object("error")
            .flatMap(error -> error.text("message").filter(text -> !text.isBlank()))
            .map(text -> ": " + Cell.cut(text, 200))
            .orElse("");
    return "%s%s %s%s on %s, term %s, slot %s%s"
        .formatted(
            JobRef.of(run),
            attempt,
            ink.state(Cell.of(run, "state")),
            took,
            Cell.of(run, "node"),
            Cell.of(run, "term"),
            Cell.of(run, "slot"),
            why);
  }
}
