package dev.tenure.model;

/**
 * The name of a job. A job, unique within its group.
 *
 * @param value 1 to 400 letters, digits, dots, underscores, hyphens, tildes or percent signs; the
 *     first one a letter, a digit or a percent sign
 */
public record JobName(String value) implements Comparable<JobName> {

  /** Throws {@link IllegalArgumentException} for anything that is not a name. */
  public JobName {
    Names.requireWide("job", value);
  }

  /**
   * A name as people write it into job files: at most 100 characters, without tildes and percent
   * signs. Throws {@link IllegalArgumentException} for any other.
   */
  public static JobName plain(String value) {
    return new JobName(Names.require("job", value));
  }

  @Override
  public int compareTo(JobName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
