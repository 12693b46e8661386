package dev.tenure.model;

/**
 * The name of a job. A job, unique within its group.
 *
 * @param value 1 to 100 letters, digits, dots, underscores or hyphens
 */
public record JobName(String value) implements Comparable<JobName> {

  /** Throws {@link IllegalArgumentException} for anything that is not a name. */
  public JobName {
    Names.require("job", value);
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
