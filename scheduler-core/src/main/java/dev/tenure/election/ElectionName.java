package dev.tenure.election;

import dev.tenure.store.LeaseId;

/**
 * The name of an election. Its candidates' keys are {@code <name>/<lease, hex>}, the layout of
 * etcd's own recipe ({@code client/v3/concurrency/election.go}), so that {@code etcdctl elect} and
 * Go programs can stand in the same queue.
 *
 * @param value any text without a slash at the end; names of different elections must not nest
 */
public record ElectionName(String value) {

  /** Throws {@link IllegalArgumentException} for an empty name or one that ends with a slash. */
  public ElectionName {
    if (value.isEmpty() || value.endsWith("/")) {
      throw new IllegalArgumentException(
          "election name \"" + value + "\" must not be empty and must not end with '/'");
    }
  }

  /** What all candidates' keys begin with. */
  String prefix() {
    return value + "/";
  }

  /** The key of the candidate with the given lease. */
  String key(LeaseId lease) {
    return prefix() + lease.hex();
  }

  /**
   * Whether one name is inside the other, so that its candidates would stand in the other's queue,
   * too.
   */
  boolean nests(ElectionName other) {
    return prefix().startsWith(other.prefix()) || other.prefix().startsWith(prefix());
  }

  @Override
  public String toString() {
    return value;
  }
}
