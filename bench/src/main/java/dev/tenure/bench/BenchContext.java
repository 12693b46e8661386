package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What every bench is given.
 *
 * @param options what was asked for
 * @param report takes the results
 * @param folder a temporary folder, deleted at the end
 */
record BenchContext(BenchOptions options, Report report, Path folder) {

  /** Heaps of 2 GB and more. */
  private static final Pattern LARGE =
      Pattern.compile("(?i)([2-9]|\\d\\d+)g|[2-9]\\d{3}m|\\d{5,}m");

  /** A folder of its own for one part of a bench. */
  Path part(String name) throws IOException {
    return Files.createTempDirectory(folder, name + "-");
  }

  /** A process of a scheduler; its log is a file beside the others. */
  ChildProcess child(String name, Map<String, String> settings) throws IOException {
    return ChildProcess.start(part(name), options.heap(), List.of(), settings);
  }

  /** A process of a node, run by the JVM as {@code tenure node} has it run. */
  ChildProcess node(String name, Map<String, String> settings) throws IOException {
    String collector = LARGE.matcher(options.heap()).matches() ? "G1" : "Serial";
    return ChildProcess.start(
        part(name),
        options.heap(),
        List.of("-XX:+Use" + collector + "GC", "-XX:-OmitStackTraceInFastThrow"),
        settings);
  }
}
