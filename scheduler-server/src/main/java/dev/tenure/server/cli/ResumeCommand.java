package dev.tenure.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure resume}: the slots of the jobs are run again. */
@Command(
    name = "resume",
    description = {
      "Run the slots of paused jobs again. What becomes of those that fell due meanwhile says",
      "the jobs' `catch-up`."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure resume nightly", "  tenure resume default/nightly default/weekly"})
final class ResumeCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "JOB",
      description = "GROUP/JOB, or JOB where only one group has a job of this name.")
  private List<String> jobs = List.of();

  @Override
  public Integer call() {
    return new JobSwitch(node, "resume", "is resumed").each(jobs);
  }
}
