package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every bench is given.
 *
 * @param options what was asked for
 * @param report takes the results
 * @param folder a temporary folder, deleted at the end
 */
record BenchContext(BenchOptions options, Report report, Path folder) {

  /** A folder of its own for one part of a bench. */
  Path part(String name) throws IOException {
    return Files.createTempDirectory(folder, name + "-");
  }

  /** A process of a scheduler; its log is a file beside the others. */
  ChildProcess child(String name, Map<String, String> settings) throws IOException {
    return ChildProcess.start(part(name), options.heap(), settings);
  }
}
