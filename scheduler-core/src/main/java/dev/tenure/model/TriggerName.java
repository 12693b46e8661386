package dev.tenure.model;

/**
 * The name of a trigger, unique within its group, whatever job it belongs to.
 *
 * @param value 1 to 400 letters, digits, dots, underscores, hyphens, tildes or percent signs; the
 *     first one a letter, a digit or a percent sign
 */
public record TriggerName(String value) implements Comparable<TriggerName> {

  /** Throws {@link IllegalArgumentException} for anything that is not a name. */
  public TriggerName {
    Names.requireWide("trigger", value);
  }

  /** The trigger that has its job's name, as the trigger of a job file has. */
  public static TriggerName of(JobName job) {
    return new TriggerName(job.value());
  }

  /** Whether it is the trigger that has the job's name. */
  public boolean isOf(JobName job) {
    return value.equals(job.value());
  }

  @Override
  public int compareTo(TriggerName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
