package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.JobDefaults;
import dev.tenure.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure export}: the jobs of the cluster as job files. */
@Command(
    name = "export",
    description = {
      "Write the jobs and calendars of the cluster as a job file, which `apply` and `check` read",
      "again. Jobs that cannot be said there are named; then the exit code is 1."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure export jobs.conf",
      "  tenure export jobs.d/",
      "  tenure export --group default | less"
    })
final class ExportCommand implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  /** No group has a name that begins like this. */
  private static final String CALENDARS = "_calendars";

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--group", paramLabel = "GROUP", description = "Only what is of this group.")
  private @Nullable String group;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "Where to; what is there is replaced. A folder gets a file for each group, and one for the",
        "calendars. Default, and with -: standard output."
      })
  private Path file = STANDARD_OUTPUT;

  @Override
  public Integer call() {
    JobDefaults defaults =
        ConfigLoader.system().load(Optional.empty(), List.of()).orThrow().node().jobs().defaults();
    NodeClient client = node.client();
    ExportedJobs exported = new ExportedJobs(defaults);
    JobList.all(client, Optional.ofNullable(group), Optional.empty()).stream()
        .map(JobRef::of)
        .flatMap(ref -> LiveJob.find(client, ref).stream())
        .forEach(exported::add);
    LiveCalendar.all(client, Optional.ofNullable(group)).forEach(exported::add);
    if (Files.isDirectory(file)) {
      exported.byGroup().forEach((name, tree) -> write(JobFolder.fileOf(file, name), tree));
      Map<String, Object> calendars = exported.calendarFile();
      if (!calendars.isEmpty()) {
        write(JobFolder.fileOf(file, CALENDARS), calendars);
      }
    } else {
      write(file, exported.oneFile());
    }
    tell(exported);
    return exported.leftOut().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void write(Path to, Map<String, Object> tree) {
    if (to.equals(STANDARD_OUTPUT)) {
      node.out().print(text(tree));
      node.out().flush();
      return;
    }
    try {
      Files.writeString(to, text(tree));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "cannot write " + to + ": " + e.getMessage(), "another FILE?", e);
    }
  }

  private String text(Map<String, Object> all) {
    return switch (node.output()) {
      case TABLE -> Hocon.of(all);
      case JSON -> Json.write(all) + System.lineSeparator();
      case YAML -> Yaml.of(all);
    };
  }

  private void tell(ExportedJobs exported) {
    if (!file.equals(STANDARD_OUTPUT)) {
      node.err().println(exported.jobCount() + " jobs written to " + file);
    }
    exported.leftOut().forEach(each -> node.err().println("left out: " + each));
    node.err().flush();
    node.tellSilence();
  }
}
