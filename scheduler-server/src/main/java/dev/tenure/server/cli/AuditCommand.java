package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenure audit}: what was changed through the interface, by whom. */
@Command(
    name = "audit",
    description = {
      "List what was changed through the interface, and by whom, the newest first. Needs the",
      "role admin. -o json and -o yaml show definitions before and after, too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure audit",
      "  tenure audit --what define,delete --job default/nightly",
      "  tenure audit --who ci --limit 10 -o json"
    })
final class AuditCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--group", paramLabel = "GROUP", description = "Only of this group.")
  private @Nullable String group;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "Only of this job: GROUP/JOB, or JOB of any group, also one that is gone.")
  private @Nullable String job;

  @Option(names = "--who", paramLabel = "NAME", description = "Only by the token of this name.")
  private @Nullable String who;

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      description = {
        "Only of these kinds: define, delete, trigger, pause, resume, interrupt, resign;",
        "several with commas."
      })
  private @Nullable String what;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only from this time on, such as 2026-01-31T08:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only up to this time.")
  private @Nullable String to;

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
    // A job that is gone cannot be looked for, and is asked for all the same.
    String[] parts = job == null ? new String[0] : job.split("/", 2);
    Optional<String> ofGroup =
        parts.length == 2 ? Optional.of(parts[0]) : Optional.ofNullable(group);
    Optional<String> ofJob =
        parts.length == 0 ? Optional.empty() : Optional.of(parts[parts.length - 1]);
    ApiPath path =
        ApiPath.of("audit")
            .with("group", ofGroup)
            .with("job", ofJob)
            .with("who", Optional.ofNullable(who))
            .with("what", Word.upper(what))
            .with("from", Optional.ofNullable(from))
            .with("to", Optional.ofNullable(to))
            .with("limit", Optional.of(limit))
            .with("before", Optional.ofNullable(before));
    node.print(node.client().get(path.text()), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    RelativeTime time = RelativeTime.ofNow();
    List<JsonObject> entries = answer.objects("entries");
    Table table = new Table("WHEN", "WHO", "FROM", "WHAT", "GROUP", "JOB, RUN OR NODE", "BY NODE");
    for (JsonObject entry : entries) {
      table.row(
          time.of(entry.instant("at")),
          Cell.of(entry, "who"),
          Cell.of(entry, "from"),
          Cell.of(entry, "what"),
          Cell.of(entry, "group"),
          entry.text("run").or(() -> entry.text("job")).orElseGet(() -> drained(entry)),
          Cell.of(entry, "node"));
    }
    String more =
        answer
            .text("before")
            .map(cursor -> "go on with --before %s%n".formatted(cursor))
            .orElse("");
    return (table.isEmpty() ? "nothing was changed%n".formatted() : table.in(node.ink())) + more;
  }

  /** What was done to a node stands in the trails of groups. */
  private static String drained(JsonObject entry) {
    return entry.object("after").flatMap(after -> after.text("node")).orElse("");
  }
}
