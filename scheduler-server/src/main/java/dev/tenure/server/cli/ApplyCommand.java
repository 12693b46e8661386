package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.schedule.Grids;
import dev.tenure.server.cli.PlannedJob.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure apply}: the cluster gets the jobs of a file. */
@Command(
    name = "apply",
    description = {
      "Give the cluster the jobs and calendars of job files: show what is added and changed, with",
      "the next slots before and after, then do it. All mistakes are found before anything is",
      "changed. What is in the nodes' own job files is not changed. What a file does not say has",
      "the defaults of this program. Each group that the files have jobs for gets their calendars."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure apply jobs.conf --dry-run",
      "  tenure apply jobs.conf",
      "  tenure apply jobs.conf --prune --yes"
    })
final class ApplyCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private Consent consent = new Consent();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Job files, in HOCON; of a folder, each *.conf in it.")
  private List<Path> files = List.of();

  @Option(
      names = "--dry-run",
      description = "Only show it. Exit code 0 if there is nothing to do, 1 if there is.")
  private boolean dryRun;

  @Option(
      names = "--prune",
      description = {
        "Remove jobs and calendars that are not in the files, in the groups that they name, but for",
        "those of the nodes' job files. Asks for consent if there are any."
      })
  private boolean prune;

  @Override
  public Integer call() {
    ConfigLoader.Result read =
        ConfigLoader.system().load(Optional.empty(), JobFolder.filesOf(files));
    Configuration file =
        read.configuration()
            .map(found -> read.with(Grids.problems(found.jobs(), found.calendars())))
            .orElse(read)
            .orThrow();
    NodeClient client = node.client();
    ApplyPlan plan = ApplyPlan.of(client, file, prune);
    if (dryRun) {
      node.print(plan.json(), json -> plan.text(RelativeTime.ofNow()) + "plan: " + end(plan));
      return plan.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
    if (node.output() == Output.TABLE) {
      node.out().print(plan.text(RelativeTime.ofNow()));
      node.out().flush();
    }
    int removed = plan.count(Change.REMOVED);
    if (removed > 0) {
      consent.ask(
          "Shall %d jobs or calendars be removed, and the rest be done?".formatted(removed));
    }
    plan.carryOut(client);
    node.print(plan.json(), json -> "done: " + end(plan));
    return ExitCode.OK;
  }

  private static String end(ApplyPlan plan) {
    return plan.summary() + System.lineSeparator();
  }
}
