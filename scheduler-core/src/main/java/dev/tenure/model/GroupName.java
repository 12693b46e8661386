package dev.tenure.model;

/**
 * The name of a group. Jobs that share one leader; each group is one election.
 *
 * @param value 1 to 100 letters, digits, dots, underscores or hyphens
 */
public record GroupName(String value) implements Comparable<GroupName> {

  /** Throws {@link IllegalArgumentException} for anything that is not a name. */
  public GroupName {
    Names.require("group", value);
  }

  @Override
  public int compareTo(GroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
