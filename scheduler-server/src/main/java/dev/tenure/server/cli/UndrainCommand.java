package dev.tenure.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure undrain}: a node may lead again. */
@Command(
    name = "undrain",
    description = "Let a node that was drained stand for its groups again.",
    footerHeading = "%nExample:%n",
    footer = "  tenure undrain node-2")
final class UndrainCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(paramLabel = "NODE", description = "The node, by name.")
  private String drained = "";

  @Override
  public Integer call() {
    NodeAnswer answer = node.client().post(ApiPath.of("nodes", drained).then("undrain").text(), "");
    node.print(
        answer,
        json -> answer.message("node " + drained + " takes part again") + System.lineSeparator());
    return ExitCode.OK;
  }
}
