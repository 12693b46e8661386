package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure slots}: what became of each slot of a job. */
@Command(
    name = "slots",
    description = {
      "Show what became of each slot of a job: run, skipped and why, due, or still to come."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure slots nightly",
      "  tenure slots default/nightly --from 2026-03-28T00:00:00Z --skipped"
    })
final class SlotsCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(
      paramLabel = "JOB",
      description = "GROUP/JOB, or JOB where only one group has a job of this name.")
  private String job = "";

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = NextCommand.InstantConverter.class,
      description = "Slots not before it, such as 2026-03-28T00:00:00Z.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      converter = NextCommand.InstantConverter.class,
      description = "Slots not after it.")
  private @Nullable Instant to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most. Default: as many as the node answers.")
  private @Nullable Integer limit;

  @Option(names = "--skipped", description = "Show only those that were skipped; in tables.")
  private boolean skipped;

  @Override
  public Integer call() {
    NodeClient client = node.client();
    ApiPath path =
        JobRef.find(client, job)
            .path()
            .then("slots")
            .with("from", Optional.ofNullable(from))
            .with("to", Optional.ofNullable(to))
            .with("limit", Optional.ofNullable(limit));
    node.print(client.get(path.text()), this::table);
    return ExitCode.OK;
  }

  private String table(JsonObject answer) {
    RelativeTime time = RelativeTime.ofNow();
    Table table = new Table("SLOT", "WHEN", "STATE", "WHY, OR WHICH RUN");
    for (JsonObject slot : answer.objects("slots")) {
      if (!skipped || slot.text("state").filter("SKIPPED"::equals).isPresent()) {
        table.row(
            Cell.of(slot, "slot"),
            time.of(slot.instant("slot")),
            Cell.of(slot, "state"),
            detail(slot));
      }
    }
    return table.isEmpty() ? "no slot%n".formatted() : table.in(node.ink());
  }

  private static String detail(JsonObject slot) {
    String what = slot.text("reason").or(() -> slot.text("run")).orElse("");
    return slot.has("count")
        ? "%s; %s slots up to %s".formatted(what, Cell.of(slot, "count"), Cell.of(slot, "upTo"))
        : what;
  }
}
