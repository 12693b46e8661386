package dev.tenure.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems, and knows how places are shown. Used by one thread for one load. */
final class ProblemLog {

  private final Path workingDirectory;
  private final List<ConfigProblem> problems = new ArrayList<>();

  /** Files beneath the working directory are shown relative to it. */
  ProblemLog(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  void add(ConfigProblem problem) {
    problems.add(problem);
  }

  void add(Origin origin, String what, String allowed) {
    add(new ConfigProblem(origin, what, allowed));
  }

  /** An object that several files make up begins where the first of its own keys stands. */
  Origin origin(ConfigValue value, String path) {
    if (value instanceof ConfigObject object
        && value.origin().description().startsWith("merge of")) {
      return object.values().stream()
          .filter(child -> !Reference.holds(child.origin()))
          .map(child -> origin(child, path))
          .filter(origin -> origin.line() > 0)
          .min(Comparator.naturalOrder())
          .orElseGet(() -> origin(value.origin(), path));
    }
    return origin(value.origin(), path);
  }

  Origin origin(ConfigOrigin origin, String path) {
    String file = origin.filename();
    if (file != null) {
      return new Origin(show(Path.of(file)), Math.max(0, origin.lineNumber()), path);
    }
    if (Reference.holds(origin)) {
      return new Origin(Reference.NAME, Math.max(0, origin.lineNumber()), path);
    }
    return new Origin(origin.description(), 0, path);
  }

  Origin origin(ConfigException e) {
    return e.origin() == null ? new Origin("configuration", 0, "") : origin(e.origin(), "");
  }

  String show(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(workingDirectory)
            ? workingDirectory.relativize(absolute)
            : absolute)
        .toString();
  }

  /** Sorted, each once. */
  List<ConfigProblem> problems() {
    return problems.stream().distinct().sorted().toList();
  }
}
