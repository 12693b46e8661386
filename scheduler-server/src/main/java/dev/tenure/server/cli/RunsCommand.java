package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenure runs}: runs, those in progress first, then the newest. */
@Command(
    name = "runs",
    description = {
      "List runs, those in progress first, then by their ends, the newest first.",
      "With --job all that is kept of that job; else what each node has at hand."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure runs",
      "  tenure runs --job nightly --limit 10",
      "  tenure runs --state failed,timed-out,lost"
    })
final class RunsCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--group", paramLabel = "GROUP", description = "Only runs of this group.")
  private @Nullable String group;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "Only runs of this job: GROUP/JOB, or JOB where only one group has it.")
  private @Nullable String job;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = {
        "Only in one of these states: started, succeeded, failed, timed-out, interrupted, lost;",
        "several with commas."
      })
  private @Nullable String state;

  @Option(names = "--node", paramLabel = "NODE", description = "Only runs on this node.")
  private @Nullable String onNode;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only of this kind: scheduled, manual, caught-up, retry or recovered.")
  private @Nullable String kind;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, 1 to 500. Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Option(
      names = "--before",
      paramLabel = "CURSOR",
      description = "Where to go on: what the list before said at its end.")
  private @Nullable String before;

  @Override
  public Integer call() {
    NodeClient client = node.client();
    Optional<JobRef> ref = Optional.ofNullable(job).map(name -> JobRef.find(client, name));
    ApiPath path =
        ApiPath.of("runs")
            .with("group", ref.map(JobRef::group).or(() -> Optional.ofNullable(group)))
            .with("job", ref.map(JobRef::job))
            .with("state", Word.upper(state))
            .with("node", Optional.ofNullable(onNode))
            .with("kind", Word.upper(kind))
            .with("limit", Optional.of(limit))
            .with("before", Optional.ofNullable(before));
    node.print(client.get(path.text()), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    RelativeTime time = RelativeTime.ofNow();
    List<JsonObject> runs = answer.objects("runs");
    Table table = new Table("RUN", "STATE", "WHEN", "TOOK", "NODE", "KIND");
    for (JsonObject run : runs) {
      table.row(
          Cell.of(run, "run"),
          Cell.of(run, "state"),
          time.of(
              run.instant("finished")
                  .or(() -> run.instant("started"))
                  .or(() -> run.instant("claimed"))),
          RelativeTime.millis(run.number("durationMillis")),
          Cell.of(run, "node"),
          Cell.of(run, "kind"));
    }
    String more =
        answer
            .text("before")
            .map(cursor -> "go on with --before %s%n".formatted(cursor))
            .orElse("");
    return (table.isEmpty() ? "no run%n".formatted() : table.in(node.ink())) + more;
  }
}
