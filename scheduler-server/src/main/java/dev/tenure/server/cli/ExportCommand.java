package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.JobDefaults;
import dev.tenure.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure export}: the jobs of the cluster as a job file. */
@Command(
    name = "export",
    description = {
      "Write the jobs of the cluster as a job file, which `apply` and `check` read again. Jobs",
      "that cannot be said there are named; then the exit code is 1."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure export jobs.conf", "  tenure export --group default | less"})
final class ExportCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--group", paramLabel = "GROUP", description = "Only jobs of this group.")
  private @Nullable String group;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; what is there is replaced. Default: standard output.")
  private @Nullable Path file;

  private final Map<String, Object> jobs = new LinkedHashMap<>();
  private final Map<String, JobRef> named = new LinkedHashMap<>();
  private final TreeSet<String> calendars = new TreeSet<>();
  private final List<String> leftOut = new ArrayList<>();

  @Override
  public Integer call() {
    JobDefaults defaults =
        ConfigLoader.system().load(Optional.empty(), List.of()).orThrow().node().jobs().defaults();
    NodeClient client = node.client();
    JobList.all(client, Optional.ofNullable(group), Optional.empty()).stream()
        .map(JobRef::of)
        .flatMap(ref -> LiveJob.find(client, ref).stream())
        .forEach(job -> add(job, defaults));
    write(text());
    tell();
    return leftOut.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void add(LiveJob job, JobDefaults defaults) {
    Optional<String> problem = job.unsayable(defaults);
    if (problem.isPresent()) {
      leftOut.add(job.ref() + ": " + problem.get());
      return;
    }
    JobRef before = named.put(job.ref().job(), job.ref());
    if (before != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          before + " and " + job.ref() + " have one name, and a job file has room for one",
          "a file for each group: --group " + before.group() + ", --group " + job.ref().group(),
          null);
    }
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("group", job.ref().group());
    words.putAll(job.definition());
    if (words.get("calendar") instanceof String calendar) {
      calendars.add(calendar);
    }
    jobs.put(job.ref().job(), words);
  }

  private String text() {
    Map<String, Object> all = Map.of("jobs", jobs);
    return switch (node.output()) {
      case TABLE -> Hocon.of(all);
      case JSON -> Json.write(all) + System.lineSeparator();
      case YAML -> Yaml.of(all);
    };
  }

  private void write(String text) {
    if (file == null) {
      node.out().print(text);
      node.out().flush();
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "cannot write " + file + ": " + e.getMessage(), "another FILE?", e);
    }
  }

  private void tell() {
    if (file != null) {
      node.err().println(jobs.size() + " jobs written to " + file);
    }
    leftOut.forEach(each -> node.err().println("left out: " + each));
    if (!calendars.isEmpty()) {
      node.err().println("calendars are not exported; add them from the job files: " + calendars);
    }
    node.err().flush();
  }
}
