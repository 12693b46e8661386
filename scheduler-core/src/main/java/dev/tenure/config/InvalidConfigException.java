package dev.tenure.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Carries every problem, in the order of file and line. */
public final class InvalidConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /** At least one problem is needed. */
  public InvalidConfigException(List<ConfigProblem> problems) {
    super(message(problems));
    this.problems = problems.stream().sorted().toList();
  }

  /** All problems, sorted by file and line. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String message(List<ConfigProblem> problems) {
    return problems.stream()
        .sorted()
        .map(ConfigProblem::toString)
        .collect(Collectors.joining("\n"));
  }
}
