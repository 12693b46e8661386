package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenure alerts}: what a person should know. */
@Command(
    name = "alerts",
    description = {
      "List what a person should know: runs that failed for good, missed slots, jobs without a",
      "success, groups without a leader, an etcd that is nearly full."
    },
    subcommands = AlertsTestCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {"  tenure alerts", "  tenure alerts -o json", "  tenure alerts test ops"})
final class AlertsCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Override
  public Integer call() {
    node.print(node.client().get("/v1/alerts"), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    List<JsonObject> alerts = answer.objects("alerts");
    if (alerts.isEmpty()) {
      return "no alert is open" + System.lineSeparator();
    }
    RelativeTime time = RelativeTime.ofNow();
    Table table = new Table("ALERT", "FOR", "TIMES", "LAST", "WHAT");
    for (JsonObject alert : alerts) {
      table.row(
          Cell.of(alert, "alert"),
          time.since(alert.instant("since")),
          Cell.of(alert, "total"),
          time.of(alert.instant("last")),
          Cell.of(alert, "message"));
    }
    return table.in(node.ink());
  }
}
