package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenure status}: what a node knows of itself and of the leaders. */
@Command(
    name = "status",
    description = "Show a node, its groups and who leads them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure status",
      "  tenure status --server 127.0.0.1:7072 -o json",
    })
final class StatusCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Override
  public Integer call() {
    NodeAnswer answer = node.client().get("/v1/status");
    node.print(answer, status -> head(status) + groups(status));
    return ExitCode.OK;
  }

  private static String head(JsonObject status) {
    boolean reachable = status.object("etcd").flatMap(etcd -> etcd.bool("reachable")).orElse(false);
    return "node %s (%s) at %s, etcd %s%n%n"
        .formatted(
            Cell.of(status, "node"),
            Cell.of(status, "version"),
            Cell.of(status, "address"),
            reachable ? "reachable" : "NOT REACHABLE" + since(status));
  }

  private static String since(JsonObject status) {
    Optional<Instant> answered = status.object("etcd").flatMap(etcd -> etcd.instant("answered"));
    return answered.map(at -> " since " + at).orElse("");
  }

  private String groups(JsonObject status) {
    RelativeTime time = RelativeTime.ofNow();
    Table table =
        new Table("GROUP", "STATE", "LEADER", "ADDRESS", "PID", "TERM", "FOR", "JOBS", "RUNNING");
    for (JsonObject group : status.objects("groups")) {
      Optional<JsonObject> leader = group.object("leader");
      table.row(
          Cell.of(group, "group"),
          Cell.of(group, "state"),
          leader.map(l -> Cell.of(l, "node")).orElse("-"),
          leader.map(l -> Cell.of(l, "address")).orElse("-"),
          leader.map(l -> Cell.of(l, "pid")).orElse("-"),
          leader.map(l -> Cell.of(l, "term")).orElse("-"),
          time.since(leader.flatMap(l -> l.instant("since"))),
          Cell.of(group, "jobs"),
          Cell.of(group, "running"));
    }
    return table.in(node.ink());
  }
}
