package dev.tenure.server.cli;

import dev.tenure.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure drain}: a node is to lead nothing. */
@Command(
    name = "drain",
    description = {
      "Have a node hand over all that it leads and stand for nothing, also after a restart, until",
      "undrain: before work on its machine. Its running jobs go on there, or are interrupted, as",
      "runs.on-hand-over says. Refused where nobody else stands for a group. Asks for consent."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure drain node-2", "  tenure drain node-2 --yes"})
final class DrainCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private Consent consent = new Consent();

  @Parameters(paramLabel = "NODE", description = "The node, by name.")
  private String drained = "";

  @Option(
      names = "--force",
      description = "Even if nobody else stands for one of its groups, which then runs nothing.")
  private boolean force;

  @Override
  public Integer call() {
    consent.ask("Shall node " + drained + " lead nothing until that is undone?");
    NodeAnswer answer =
        node.client()
            .post(
                ApiPath.of("nodes", drained).then("drain").text(),
                force ? Json.write(Map.of("force", true)) : "");
    node.print(
        answer, json -> answer.message("node " + drained + " is drained") + System.lineSeparator());
    return ExitCode.OK;
  }
}
