package dev.tenure.server.soak;

/**
 * One thing that is measured again and again.
 *
 * @param what e.g. {@code threads}; one chart
 * @param where a node, or {@code etcd}; one line of the chart
 * @param unit e.g. {@code MiB}; may be empty
 */
record Gauge(String what, String where, String unit) {

  @Override
  public String toString() {
    return what + ", " + where;
  }
}
