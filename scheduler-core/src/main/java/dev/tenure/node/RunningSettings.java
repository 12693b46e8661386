package dev.tenure.node;

import dev.tenure.config.Configuration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The settings that this node was started with. Files that are read again change jobs, and nothing
 * else before the node is started anew.
 *
 * @param values as text, secrets masked, by path
 */
record RunningSettings(Map<String, String> values) {

  private static final String PREFIX = "tenure.";

  /** These count at once, with the jobs. */
  private static final List<String> WITH_JOBS =
      List.of("tenure.jobs.version", "tenure.jobs.files", "tenure.jobs.defaults.");

  RunningSettings {
    values = Map.copyOf(values);
  }

  static RunningSettings of(Configuration configuration) {
    Map<String, String> values = new HashMap<>();
    configuration
        .effective()
        .lines()
        .takeWhile(line -> line.startsWith(PREFIX))
        .forEach(line -> put(line, values));
    values.keySet().removeIf(path -> WITH_JOBS.stream().anyMatch(path::startsWith));
    return new RunningSettings(values);
  }

  /** A line says {@code path = value}, and behind two blanks where that was read. */
  private static void put(String line, Map<String, String> values) {
    int is = line.indexOf(" = ");
    int place = line.lastIndexOf("  # ");
    if (is > 0 && place > is) {
      values.put(line.substring(0, is), line.substring(is + 3, place));
    }
  }

  /** What the given settings say otherwise, one after another in words. */
  List<String> differences(RunningSettings read) {
    TreeSet<String> paths = new TreeSet<>(values.keySet());
    paths.addAll(read.values.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      String runs = values.getOrDefault(path, "unset");
      String says = read.values.getOrDefault(path, "unset");
      if (!runs.equals(says)) {
        differences.add(path + " = " + says + " (runs with " + runs + ")");
      }
    }
    return differences;
  }
}
