package dev.tenure.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure resign}: another node is to lead a group. */
@Command(
    name = "resign",
    description = {
      "Have the leader of a group hand over to the next in line. Its running jobs go on there,",
      "or are interrupted, as runs.on-hand-over says. Asks for consent."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure resign default", "  tenure resign default --yes"})
final class ResignCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private Consent consent = new Consent();

  @Parameters(paramLabel = "GROUP", description = "The group.")
  private String group = "";

  @Override
  public Integer call() {
    consent.ask("Shall the leader of group " + group + " hand over?");
    NodeAnswer answer = node.client().post(ApiPath.of("groups", group).then("resign").text(), "");
    node.print(
        answer,
        json -> answer.message("the leader of " + group + " hands over") + System.lineSeparator());
    return ExitCode.OK;
  }
}
