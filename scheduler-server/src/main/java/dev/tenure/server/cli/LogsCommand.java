package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure logs}: what a run printed and logged. */
@Command(
    name = "logs",
    description = {
      "Print what a run printed and logged. Any node may be asked: it fetches the log from the",
      "node that ran it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure logs default/nightly/1795857740577/1",
      "  tenure logs default/nightly/1795857740577/1 --tail 20 -f",
      "  tenure logs \"$(tenure trigger nightly)\" -f"
    })
final class LogsCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(paramLabel = "RUN", description = "The id of the run, as `tenure runs` shows it.")
  private String run = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on while the run goes on; wait for one that was just asked for.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "N", description = "Begin with the last N lines.")
  private @Nullable Integer tail;

  @Override
  public Integer call() {
    LogFollower log = new LogFollower(node::client, run);
    JsonObject last = log.read(Optional.ofNullable(tail), follow, this::show);
    PrintWriter err = node.err();
    switch (Cell.of(last, "log")) {
      case "EMPTY" -> err.println("tenure: the run has printed nothing" + soFar(last));
      case "GONE" ->
          throw new CommandFailure(
              ExitCode.NOT_FOUND,
              "the log of run " + run + " is not kept any more on node " + Cell.of(last, "node"),
              "runs.logs says how much is kept, and for how long",
              null);
      case "OFF" ->
          throw new CommandFailure(
              ExitCode.NOT_FOUND,
              "node " + Cell.of(last, "node") + ", which ran " + run + ", keeps no logs of runs",
              "runs.logs.enabled = true has it keep them",
              null);
      default -> {}
    }
    err.flush();
    return ExitCode.OK;
  }

  private static String soFar(JsonObject last) {
    return last.bool("over").orElse(true) ? "" : " so far; -f waits for more";
  }

  /** Answers whether somebody still reads. */
  private boolean show(NodeAnswer answer) {
    PrintWriter out = node.out();
    switch (node.output()) {
      case JSON -> out.println(answer.body());
      case YAML -> out.print("---" + System.lineSeparator() + Yaml.of(answer.json().members()));
      case TABLE -> answer.json().objects("lines").forEach(line -> print(out, line));
    }
    return !out.checkError();
  }

  private static void print(PrintWriter out, JsonObject line) {
    line.number("leftOut")
        .ifPresent(
            lines ->
                out.println(lines == 1 ? "… 1 line left out" : "… " + lines + " lines left out"));
    out.println(LogFollower.line(line).shown());
  }
}
