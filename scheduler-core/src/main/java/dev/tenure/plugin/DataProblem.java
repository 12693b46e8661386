package dev.tenure.plugin;

/**
 * A piece of a job's data that the job's class cannot take.
 *
 * @param key the key in {@code data}
 * @param problem what was given, by its type and never by its value, which may be a secret; what
 *     the class wants
 */
public record DataProblem(String key, String problem) {

  /** {@code data.key: problem}. */
  @Override
  public String toString() {
    return "data." + key + ": " + problem;
  }
}
