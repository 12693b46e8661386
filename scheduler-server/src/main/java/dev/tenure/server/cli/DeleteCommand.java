package dev.tenure.server.cli;

import dev.tenure.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenure delete}: removes a job. */
@Command(
    name = "delete",
    description = {
      "Remove a job. What runs goes on, and its history stays until its retention ends.",
      "A job of a job file is removed there. Asks for consent."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure delete default/nightly", "  tenure delete nightly --yes"})
final class DeleteCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private Consent consent = new Consent();

  @Parameters(
      paramLabel = "JOB",
      description = "GROUP/JOB, or JOB where only one group has a job of this name.")
  private String job = "";

  @Override
  public Integer call() {
    NodeClient client = node.client();
    JobRef ref = JobRef.find(client, job);
    // Only what was seen is removed.
    NodeAnswer seen = client.get(ref.path().text());
    consent.ask("Shall job " + ref + " be removed?");
    client.change(
        "DELETE",
        ref.path().text(),
        seen.etag().map(etag -> Map.of("If-Match", etag)).orElse(Map.of()),
        "");
    String message = ref + " is removed";
    node.print(Json.write(Map.of("message", message)), json -> message + System.lineSeparator());
    return ExitCode.OK;
  }
}
