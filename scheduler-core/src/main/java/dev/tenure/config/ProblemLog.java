package dev.tenure.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects problems, and knows how places are shown. Used by one thread for one load. */
final class ProblemLog {

  /** Values of several places, some of which are not in a file. */
  private static final Pattern MERGED =
      Pattern.compile("^merge of (?:.*,)?(/[^,]+): (\\d{1,9})\\b");

  private final Path workingDirectory;
  private final List<ConfigProblem> problems = new ArrayList<>();

  /** Files beneath the working directory are shown relative to it. */
  ProblemLog(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  /** What is wrong with the mark of an unset variable is wrong with the variable, noted already. */
  void add(ConfigProblem problem) {
    if (!problem.origin().source().startsWith("withValue(")) {
      problems.add(problem);
    }
  }

  void add(Origin origin, String what, String allowed) {
    add(new ConfigProblem(origin, what, allowed));
  }

  /** An object that several files make up begins where the first of its own keys stands. */
  Origin origin(ConfigValue value, String path) {
    String description = value.origin().description();
    if (value instanceof ConfigObject object && description.startsWith("merge of")) {
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
    Matcher merged = MERGED.matcher(origin.description());
    return merged.find()
        ? new Origin(show(Path.of(merged.group(1))), Integer.parseInt(merged.group(2)), path)
        : new Origin(origin.description(), 0, path);
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
