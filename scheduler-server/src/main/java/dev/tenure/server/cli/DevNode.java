package dev.tenure.server.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One node of {@code tenure dev}: a process of its own, which ends when this one does, because its
 * standard input then ends.
 *
 * @param name the node's name
 * @param port where its HTTP interface listens
 * @param process the process
 */
record DevNode(String name, int port, Process process) {

  /** Starts the process with the same program that runs here. */
  static DevNode start(String name, int port, Path config, Path log) throws IOException {
    List<String> command = new ArrayList<>(OwnSession.words());
    command.addAll(program());
    command.addAll(List.of("node", "--config", config.toString(), "--exit-with-parent"));
    File output = log.toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
            .start();
    return new DevNode(name, port, process);
  }

  /** Asks it to drain. */
  void stop() {
    // Not Process.destroy(): that also closes the pipe, which tells the node that we are gone.
    process.toHandle().destroy();
  }

  /** Waits until it has ended; kills it when that takes too long. */
  void awaitEnd(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** The distribution's script where we were started by one; it knows the flags of the JVM. */
  private static List<String> program() {
    String home = System.getProperty("tenure.home");
    if (home != null) {
      return List.of(Path.of(home, "bin", "tenure").toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "dev.tenure.server.Main");
  }
}
