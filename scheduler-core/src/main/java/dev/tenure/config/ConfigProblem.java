package dev.tenure.config;

import java.util.Comparator;

/**
 * One thing that is wrong with the configuration.
 *
 * @param origin where
 * @param what what is wrong there, such as {@code is "eighty", not a whole number}
 * @param allowed what is allowed instead; empty if {@code what} says it all
 */
public record ConfigProblem(Origin origin, String what, String allowed)
    implements Comparable<ConfigProblem> {

  private static final Comparator<ConfigProblem> ORDER =
      Comparator.comparing(ConfigProblem::origin).thenComparing(ConfigProblem::what);

  /** A problem whose description says what is allowed. */
  public static ConfigProblem of(Origin origin, String what) {
    return new ConfigProblem(origin, what, "");
  }

  @Override
  public int compareTo(ConfigProblem other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: path: what is wrong; allowed: what is allowed}. */
  @Override
  public String toString() {
    return origin + ": " + what + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
  }
}
