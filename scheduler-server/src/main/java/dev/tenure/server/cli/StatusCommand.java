package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tenure status}: what a node knows of itself and of the leaders. */
@Command(name = "status", description = "Show a node, its groups and who leads them.")
final class StatusCommand implements Callable<Integer> {

  private enum Output {
    TABLE,
    JSON
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      split = ",",
      defaultValue = "${env:TENURE_SERVER:-127.0.0.1:7070,127.0.0.1:7071}",
      description = {
        "The node to ask; of several, the first that answers. Also read from TENURE_SERVER.",
        "Default: 127.0.0.1:7070, then 127.0.0.1:7071 (the first node of `tenure dev`)."
      })
  private List<String> servers = List.of();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TABLE;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    PrintWriter out = spec.commandLine().getOut();
    NodeClient client = NodeClient.firstOf(servers);
    JsonObject status = client.get("/v1/status");
    if (output == Output.JSON) {
      out.println(status);
    } else {
      out.println(head(status));
      out.println();
      out.print(groups(status));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String head(JsonObject status) {
    boolean reachable = status.object("etcd").flatMap(etcd -> etcd.bool("reachable")).orElse(false);
    return "node %s (%s) at %s, etcd %s"
        .formatted(
            cell(status, "node"),
            cell(status, "version"),
            cell(status, "address"),
            reachable ? "reachable" : "NOT REACHABLE");
  }

  private static String groups(JsonObject status) {
    Table table =
        new Table(
            "GROUP",
            "STATE",
            "LEADER",
            "ADDRESS",
            "PID",
            "TERM",
            "SINCE",
            "JOBS",
            "RUNNING",
            "FINISHED");
    for (JsonObject group : status.objects("groups")) {
      Optional<JsonObject> leader = group.object("leader");
      table.row(
          cell(group, "group"),
          cell(group, "state"),
          leader.map(l -> cell(l, "node")).orElse("-"),
          leader.map(l -> cell(l, "address")).orElse("-"),
          leader.map(l -> cell(l, "pid")).orElse("-"),
          leader.map(l -> cell(l, "term")).orElse("-"),
          leader.map(l -> cell(l, "since")).orElse("-"),
          cell(group, "jobs"),
          cell(group, "running"),
          cell(group, "finished"));
    }
    return table.toString();
  }

  private static String cell(JsonObject object, String name) {
    return object.has(name) ? String.valueOf(object.members().get(name)) : "-";
  }
}
