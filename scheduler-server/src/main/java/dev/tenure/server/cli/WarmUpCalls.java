package dev.tenure.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Has every command that asks a node done once, so that its classes are loaded. Where the node
 * lacks the example jobs most of them end with an error, which loads nearly as much.
 */
final class WarmUpCalls {

  private static final Set<String> ASK_NO_NODE = Set.of("completion", "help");

  private final NodeFace face;
  private final String server;
  private final Path jobs;

  WarmUpCalls(NodeFace face, String server, Path jobs) {
    this.face = face;
    this.server = server;
    this.jobs = jobs;
  }

  /** Blocks until all are done; what they print is dropped. */
  void make() {
    call("status");
    call("nodes");
    call("groups", "-o", "yaml");
    call("watch", "--count", "1");
    call("apply", jobs.toString(), "--dry-run");
    call("apply", jobs.toString());
    call("jobs");
    call("job", "warm");
    call("pause", "warm");
    call("resume", "warm");
    String run = call("trigger", "warm", "--data", "message=warm").strip();
    call("interrupt", run.isEmpty() ? "default/warm/0/1" : run);
    call("runs", "--job", "default/warm");
    call("run", run.isEmpty() ? "default/warm/0/1" : run);
    call("slots", "default/warm");
    call("export");
    call("delete", "default/warm", "--yes");
    call("completion", "bash");
    call("help", "jobs");
  }

  /** Answers what it printed. */
  private String call(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (!ASK_NO_NODE.contains(words[0])) {
      all.addAll(List.of("--server", server));
    }
    StringWriter printed = new StringWriter();
    TenureCommand.commandLine(face)
        .setOut(new PrintWriter(printed))
        .setErr(new PrintWriter(Writer.nullWriter()))
        .execute(all.toArray(String[]::new));
    return printed.toString();
  }
}
