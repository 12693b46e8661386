package dev.tenure.model;

/**
 * Every key that Tenure writes, spelled here and nowhere else.
 *
 * <pre>
 * &lt;root&gt;/election/&lt;group&gt;/&lt;lease, hex&gt;   a candidate; the lowest create revision leads
 * &lt;root&gt;/nodes/&lt;node&gt;/&lt;lease, hex&gt;       a living node; the first of its name
 * &lt;root&gt;/state/&lt;group&gt;/&lt;job&gt;              a job's cursor and last run
 * </pre>
 *
 * @param root the prefix of one cluster, e.g. {@code /tenure/main}; no slash at the end
 */
public record KeyLayout(String root) {

  /** Throws {@link IllegalArgumentException} for an empty root or one that ends with a slash. */
  public KeyLayout {
    if (root.isEmpty() || root.endsWith("/")) {
      throw new IllegalArgumentException(
          "root \"" + root + "\" must not be empty and must not end with '/'");
    }
  }

  /** The name of the group's election, as {@code etcdctl elect} takes it. */
  public String election(GroupName group) {
    return root + "/election/" + group.value();
  }

  /** The prefix of all node keys. */
  public String nodes() {
    return root + "/nodes/";
  }

  /** The election for the name of one node, in which only that node stands. */
  public String node(NodeName node) {
    return nodes() + node.value();
  }

  /** The prefix of the state of a group's jobs. */
  public String states(GroupName group) {
    return root + "/state/" + group.value() + "/";
  }

  /** The key of one job's state. */
  public String state(GroupName group, JobName job) {
    return states(group) + job.value();
  }
}
