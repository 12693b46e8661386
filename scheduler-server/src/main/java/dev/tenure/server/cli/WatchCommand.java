package dev.tenure.server.cli;

import dev.tenure.json.Json;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenure watch}: what happens, as it happens. */
@Command(
    name = "watch",
    description = {
      "Print who leads, what runs and what is changed, a line each, until it is stopped. When",
      "the node that is asked ends, the next one is asked."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure watch",
      "  tenure watch --job default/nightly",
      "  tenure watch -o json | jq 'select(.event == \"run\").data.state'"
    })
final class WatchCommand implements Callable<Integer> {

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--group", paramLabel = "GROUP", description = "Only events of this group.")
  private @Nullable String group;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "Only events of this job, JOB or GROUP/JOB, and who leads.")
  private @Nullable String job;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many events. Default: never.")
  private long count;

  private final Map<String, String> leaders = new HashMap<>();
  private long shown;

  @Override
  public Integer call() {
    EventFilter filter = EventFilter.of(Optional.ofNullable(group), Optional.ofNullable(job));
    EventText text = new EventText(node.ink());
    new EventFollower(
            node.servers(),
            node.credential(),
            event -> !filter.matches(event) || isKnown(event) || show(event, text),
            this::notice)
        .follow();
    return ExitCode.OK;
  }

  /** Who leads is told by each node that is asked, and each time that it proclaims something. */
  private boolean isKnown(ServerEvent event) {
    if (!event.type().equals("leader")) {
      return false;
    }
    String leader =
        event.data().object("leader").map(present -> Cell.of(present, "term")).orElse("nobody");
    return leader.equals(leaders.put(Cell.of(event.data(), "group"), leader));
  }

  /** Answers whether more is wanted. */
  private boolean show(ServerEvent event, EventText text) {
    PrintWriter out = node.out();
    switch (node.output()) {
      case JSON -> out.println(Json.write(event.members()));
      case YAML -> out.print("---" + System.lineSeparator() + Yaml.of(event.members()));
      case TABLE -> new DevConsole(out, Clock.system(ZoneId.systemDefault())).event(text.of(event));
    }
    // Also what tells that nobody reads any more.
    boolean read = !out.checkError();
    shown++;
    return read && (count <= 0 || shown < count);
  }

  private void notice(String sentence) {
    node.err().println("tenure: " + sentence);
    node.err().flush();
  }
}
