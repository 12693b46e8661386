package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenure jobs}: the jobs, when they run next and how they ended last. */
@Command(
    name = "jobs",
    description = "List jobs: their states, when they run next, and how they ended last.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure jobs",
      "  tenure jobs --group default --state paused,unusable",
      "  tenure jobs --search report -o json"
    })
final class JobsCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--group", paramLabel = "GROUP", description = "Only jobs of this group.")
  private @Nullable String group;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only in this state: scheduled, paused, running, unusable or finished.")
  private @Nullable String state;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only jobs with this text in their name, and whatever else the node searches.")
  private @Nullable String search;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only jobs with this tag.")
  private @Nullable String tag;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "Only jobs of job files (files), or only others (api).")
  private @Nullable String source;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Where to go on: what the list before said at its end.")
  private @Nullable String after;

  @Override
  public Integer call() {
    ApiPath path =
        ApiPath.of("jobs")
            .with("group", Optional.ofNullable(group))
            .with("state", Word.upper(state))
            .with("search", Optional.ofNullable(search))
            .with("tag", Optional.ofNullable(tag))
            .with("source", Word.upper(source))
            .with("limit", Optional.of(limit))
            .with("after", Optional.ofNullable(after));
    node.print(node.client().get(path.text()), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    RelativeTime time = RelativeTime.ofNow();
    List<JsonObject> jobs = answer.objects("jobs");
    Table table = new Table("JOB", "STATE", "NEXT", "LAST", "SCHEDULE");
    for (JsonObject job : jobs) {
      table.row(
          JobRef.of(job).toString(),
          Cell.of(job, "state"),
          time.next(job.instant("next")),
          last(job, time),
          Cell.cut(Cell.of(job, "schedule"), 40));
    }
    StringBuilder text =
        new StringBuilder(table.isEmpty() ? "no job%n".formatted() : table.in(node.ink()));
    jobs.forEach(
        job ->
            job.text("why")
                .ifPresent(why -> text.append("%s: %s%n".formatted(JobRef.of(job), why))));
    answer
        .text("after")
        .ifPresent(
            cursor ->
                text.append(
                    "%d of %s jobs; go on with --after %s%n"
                        .formatted(jobs.size(), Cell.of(answer, "total"), cursor)));
    return text.toString();
  }

  private static String last(JsonObject job, RelativeTime time) {
    return job.objects("last").stream()
        .findFirst()
        .map(run -> Cell.of(run, "state") + " " + time.of(run.instant("finished")))
        .orElse("-");
  }
}
