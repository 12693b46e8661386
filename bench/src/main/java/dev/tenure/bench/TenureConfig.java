package dev.tenure.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of a node of Tenure, and the settings of the process that reads them. */
final class TenureConfig {

  /** The root of all keys of a bench. */
  static final String ROOT = "/bench";

  private final Path folder;
  private final List<String> endpoints;

  TenureConfig(Path folder, List<String> endpoints) {
    this.folder = folder;
    this.endpoints = List.copyOf(endpoints);
  }

  /** A text of the job file: all jobs of a load. */
  static String jobs(Load load) {
    StringBuilder text = new StringBuilder("jobs {\n");
    for (int i = 0; i < load.jobs(); i++) {
      text.append(job("job-" + i, load.periodMillis(), Instant.ofEpochMilli(load.phaseMillis(i))));
    }
    return text.append("}\n").toString();
  }

  /** A line of the job file. */
  static String job(String name, long periodMillis, Instant start) {
    return String.format(
        "  %s { class = \"dev.tenure.bench.subject.CountedJob\", every = %dms, start = \"%s\" }%n",
        name, periodMillis, start);
  }

  /** Writes the job file that all nodes share. */
  void writeJobs(String text) throws IOException {
    Files.writeString(folder.resolve("jobs.conf"), text);
  }

  /** What a process that defines jobs must be told. */
  Map<String, String> definer() {
    return Map.of("kind", "definer", "endpoints", String.join(",", endpoints), "root", ROOT);
  }

  /**
   * Writes the file of a node and says what its process must be told.
   *
   * @param extra settings, {@code tenure.…}
   */
  Map<String, String> node(String name, Map<String, String> extra) throws IOException {
    Path file = folder.resolve(name + ".conf");
    String urls = endpoints.stream().map(url -> "\"" + url + "\"").collect(Collectors.joining(","));
    String text =
        """
        tenure {
          node.name = "%s"
          etcd { endpoints = [%s], root = "%s" }
          http.bind = "127.0.0.1:0"
          plugins.dir = "plugins"
          jobs { files = ["jobs.conf"], watch = false }
        }
        """
            .formatted(name, urls, ROOT);
    Files.writeString(file, text);
    Map<String, String> settings = new LinkedHashMap<>(extra);
    settings.put("kind", "tenure");
    settings.put("file", file.toString());
    return settings;
  }
}
