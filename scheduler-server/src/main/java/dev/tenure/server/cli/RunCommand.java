package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure run}: one run. */
@Command(
    name = "run",
    description = "Show a run: when and where it ran, how it ended, and why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure run default/nightly/1795857740577/1",
      "  tenure run default/nightly/1795857740577/1 -o yaml"
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(paramLabel = "RUN", description = "The id of the run, as `tenure runs` shows it.")
  private String run = "";

  @Override
  public Integer call() {
    node.print(node.client().get(ApiPath.ofRun(run).text()), this::text);
    return ExitCode.OK;
  }

  private String text(JsonObject found) {
    RelativeTime time = RelativeTime.ofNow();
    Lines lines =
        new Lines()
            .line(Cell.of(found, "run") + "  " + node.ink().state(Cell.of(found, "state")))
            .add("kind", Cell.of(found, "kind") + ", attempt " + Cell.of(found, "attempt"))
            .add("slot", Cell.of(found, "slot") + ", trigger " + Cell.of(found, "trigger"))
            .add("node", Cell.of(found, "node") + ", term " + Cell.of(found, "term"))
            .add("claimed", at(found, "claimed", time))
            .add("started", at(found, "started", time))
            .add("finished", at(found, "finished", time))
            .add("late", found.number("latenessMillis").map(ms -> ms + " ms"))
            .add("took", found.number("durationMillis").map(ms -> ms + " ms"))
            .add("result", found.text("result"));
    if (found.has("progress")) {
      lines.add(
          "progress",
          found.object("progress").map(JsonObject::toString).orElse(Cell.of(found, "progress")));
    }
    found
        .object("error")
        .ifPresent(
            error ->
                lines.block(
                    "Error: " + Cell.of(error, "type"),
                    error.text("message").orElse("") + "\n" + error.text("stack").orElse("")));
    found
        .object("data")
        .filter(data -> !data.members().isEmpty())
        .ifPresent(data -> lines.block("Data:", Yaml.of(data.members())));
    return lines.toString();
  }

  private static String at(JsonObject run, String name, RelativeTime time) {
    return run.instant(name)
        .map(at -> Cell.of(run, name) + "  " + time.of(run.instant(name)))
        .orElse("-");
  }
}
