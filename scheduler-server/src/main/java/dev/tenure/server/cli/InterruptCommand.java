package dev.tenure.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure interrupt}: tells a run to stop. */
@Command(
    name = "interrupt",
    description = {
      "Tell a run to stop, on whichever node it runs. It is recorded as INTERRUPTED when it",
      "does; a job that does not listen goes on."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure interrupt default/slow/1795857740577/1"})
final class InterruptCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(paramLabel = "RUN", description = "The id of the run, as `tenure runs` shows it.")
  private String run = "";

  @Override
  public Integer call() {
    NodeAnswer answer = node.client().post(ApiPath.ofRun(run).then("interrupt").text(), "");
    node.print(answer, json -> answer.message(run + " is told to stop") + System.lineSeparator());
    return ExitCode.OK;
  }
}
