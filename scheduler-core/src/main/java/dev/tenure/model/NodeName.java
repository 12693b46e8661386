package dev.tenure.model;

/**
 * The name of a node. A process of the cluster.
 *
 * @param value 1 to 100 letters, digits, dots, underscores or hyphens
 */
public record NodeName(String value) implements Comparable<NodeName> {

  /** Throws {@link IllegalArgumentException} for anything that is not a name. */
  public NodeName {
    Names.require("node", value);
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
