package dev.tenure.server.cli;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenure trigger}: has a job run now. */
@Command(
    name = "trigger",
    description = {
      "Have a job run now, whoever leads, and print the id of the run. Its schedule goes on",
      "as before."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure trigger nightly",
      "  tenure trigger default/nightly --data day=2026-03-28 --wait",
      "  tenure trigger nightly --data-json '{\"parts\": [\"daily\"], \"pause\": \"1s\"}'"
    })
final class TriggerCommand implements Callable<Integer> {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(
      paramLabel = "JOB",
      description = "GROUP/JOB, or JOB where only one group has a job of this name.")
  private String job = "";

  @Option(
      names = "--data",
      paramLabel = "KEY=VALUE",
      description = "Data for this run, over that of the job; text. May be repeated.")
  private Map<String, String> data = new LinkedHashMap<>();

  @Option(
      names = "--data-json",
      paramLabel = "OBJECT",
      description = "The same as a JSON object, for other types than text.")
  private @Nullable String dataJson;

  @Option(
      names = "--wait",
      description = {
        "Wait for the end of the run, on whichever node it runs. Exit code 0 if it succeeded,",
        "1 if not. An attempt that follows it by `retry` is not waited for."
      })
  private boolean waits;

  @Override
  public Integer call() {
    Map<String, Object> all = new LinkedHashMap<>(typed());
    all.putAll(data);
    NodeClient client = node.client();
    JobRef ref = JobRef.find(client, job);
    NodeAnswer answer =
        client.post(
            ref.path().then("trigger").text(),
            all.isEmpty() ? "" : Json.write(Map.of("data", all)));
    String run = answer.json().text("run").orElse("-");
    if (!waits) {
      node.print(answer, json -> run + System.lineSeparator());
      return ExitCode.OK;
    }
    if (node.output() == Output.TABLE) {
      node.out().println(run);
      node.out().flush();
    }
    NodeAnswer end = new AwaitedRun(node::client, BETWEEN_LOOKS).end(run);
    node.print(end, AwaitedRun::sentence);
    boolean good = end.json().text("state").filter("SUCCEEDED"::equals).isPresent();
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private Map<String, Object> typed() {
    if (dataJson == null) {
      return Map.of();
    }
    try {
      return JsonObject.parse(dataJson).members();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--data-json is " + e.getMessage(),
          "a JSON object in quotes, such as '{\"parts\": [\"daily\"]}'",
          e);
    }
  }
}
