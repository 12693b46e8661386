package dev.tenure.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure job}: one job. */
@Command(
    name = "job",
    description = "Show a job: its definition, its policies, its next slots and its last runs.",
    footerHeading = "%nExamples:%n",
    footer = {"  tenure job default/nightly", "  tenure job nightly -o yaml"})
final class JobCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(
      paramLabel = "JOB",
      description = "GROUP/JOB, or JOB where only one group has a job of this name.")
  private String job = "";

  @Override
  public Integer call() {
    NodeClient client = node.client();
    NodeAnswer answer = client.get(JobRef.find(client, job).path().text());
    node.print(answer, found -> new JobText(RelativeTime.ofNow(), node.ink()).of(found));
    return ExitCode.OK;
  }
}
