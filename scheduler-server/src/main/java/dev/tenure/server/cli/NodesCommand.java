package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenure nodes}: the nodes of the cluster. */
@Command(
    name = "nodes",
    description =
        "List the nodes of the cluster, what each leads and where else it stands in line.",
    footerHeading = "%nExamples:%n",
    footer = {"  tenure nodes", "  tenure nodes -o yaml"})
final class NodesCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Override
  public Integer call() {
    node.print(node.client().get("/v1/nodes"), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    Table table =
        new Table("NODE", "ADDRESS", "PID", "VERSION", "RUNNING", "LEADS", "NEXT IN LINE");
    Map<String, String> drained = new HashMap<>();
    for (JsonObject mark : answer.objects("drained")) {
      String by = mark.text("by").orElse("");
      drained.put(Cell.of(mark, "node"), by.isEmpty() ? "drained" : "drained by " + by);
    }
    for (JsonObject each : answer.objects("nodes")) {
      List<JsonObject> groups = each.objects("groups");
      table.row(
          Cell.of(each, "node"),
          Cell.of(each, "address"),
          Cell.of(each, "pid"),
          Cell.of(each, "version"),
          Cell.of(each, "running"),
          names(groups.stream().filter(NodesCommand::leads).toList()),
          Optional.ofNullable(drained.get(Cell.of(each, "node")))
              .orElseGet(() -> places(groups.stream().filter(group -> !leads(group)).toList())));
    }
    return table.in(node.ink());
  }

  private static boolean leads(JsonObject group) {
    return group.text("state").filter("LEADER"::equals).isPresent();
  }

  private static String names(List<JsonObject> groups) {
    return groups.isEmpty()
        ? "-"
        : groups.stream().map(group -> Cell.of(group, "group")).collect(Collectors.joining(", "));
  }

  /** The place of a candidate that is next is 2: the leader has the first. */
  private static String places(List<JsonObject> groups) {
    return groups.isEmpty()
        ? "-"
        : groups.stream()
            .map(group -> Cell.of(group, "group") + " (" + Cell.of(group, "place") + ")")
            .collect(Collectors.joining(", "));
  }
}
