package dev.tenure.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure pause}: no slot of the jobs is run until they are resumed. */
@Command(
    name = "pause",
    description = {
      "Run no slot of the jobs until they are resumed. What runs goes on, and they can still",
      "be triggered."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure pause nightly", "  tenure pause default/nightly default/weekly"})
final class PauseCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "JOB",
      description = "GROUP/JOB, or JOB where only one group has a job of this name.")
  private List<String> jobs = List.of();

  @Override
  public Integer call() {
    return new JobSwitch(node, "pause", "is paused").each(jobs);
  }
}
