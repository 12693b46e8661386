package dev.tenure.server.cli;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure alerts test}: whether people are reached. */
@Command(
    name = "test",
    description = {
      "Have a node send a trial message by its channels, once, and say what became of it.",
      "Exit code 1 when one was not sent."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure alerts test", "  tenure alerts test ops --server 127.0.0.1:7072"})
final class AlertsTestCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(
      paramLabel = "CHANNEL",
      arity = "0..1",
      description = "One of the node's channels. Default: all of them.")
  private @Nullable String channel;

  @Override
  public Integer call() {
    String body = channel == null ? "{}" : Json.write(Map.of("channel", channel));
    NodeAnswer answer = node.client().post("/v1/alerts/test", body);
    node.print(answer, this::table);
    boolean all =
        JsonObject.parse(answer.body()).objects("results").stream()
            .allMatch(result -> result.text("outcome").filter("sent"::equals).isPresent());
    return all ? ExitCode.OK : ExitCode.FAILED;
  }

  private String table(JsonObject answer) {
    Table table = new Table("CHANNEL", "OUTCOME", "WHY");
    for (JsonObject result : answer.objects("results")) {
      table.row(
          Cell.of(result, "channel"),
          Cell.of(result, "outcome"),
          result.text("reason").orElse("-"));
    }
    return table.in(node.ink());
  }
}
