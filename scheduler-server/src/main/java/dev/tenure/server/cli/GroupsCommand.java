package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenure groups}: the groups, who leads them, and who is next. */
@Command(
    name = "groups",
    description = "List the groups that the node stands in: who leads, who is next, and what runs.",
    footerHeading = "%nExamples:%n",
    footer = {"  tenure groups", "  tenure groups --server 127.0.0.1:7072 -o json"})
final class GroupsCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Override
  public Integer call() {
    node.print(node.client().get("/v1/groups"), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    RelativeTime time = RelativeTime.ofNow();
    Table table =
        new Table("GROUP", "LEADER", "TERM", "FOR", "JOBS", "PAUSED", "RUNNING", "OVERDUE", "THEN");
    for (JsonObject group : answer.objects("groups")) {
      Optional<JsonObject> leader = group.object("leader");
      table.row(
          Cell.of(group, "group"),
          leader.map(l -> Cell.of(l, "node")).orElse("nobody"),
          leader.map(l -> Cell.of(l, "term")).orElse("-"),
          time.since(leader.flatMap(l -> l.instant("since"))),
          Cell.of(group, "jobs"),
          Cell.of(group, "paused"),
          Cell.of(group, "running"),
          Cell.of(group, "overdue"),
          followers(group));
    }
    return table.in(node.ink());
  }

  private static String followers(JsonObject group) {
    return group.objects("queue").stream()
        .filter(candidate -> candidate.number("place").orElse(0L) > 1)
        .map(candidate -> Cell.of(candidate, "node"))
        .collect(Collectors.joining(", "));
  }
}
