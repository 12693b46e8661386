package dev.tenure.server.soak;

import java.util.Map;

/**
 * How much growth is no leak yet. Counts that are whole and steady get next to nothing; memory gets
 * what a JVM or etcd's page cache still does after an hour.
 */
final class Tolerances {

  private static final Map<String, Tolerance> OF =
      Map.ofEntries(
          Map.entry("heap in use after a collection", new Tolerance(0.10, 3)),
          Map.entry("metaspace", new Tolerance(0.03, 1)),
          Map.entry("resident memory", new Tolerance(0.10, 8)),
          Map.entry("threads", new Tolerance(0.05, 3)),
          Map.entry("open files", new Tolerance(0.05, 3)),
          // After a stand-still a node looks for another connection to etcd, and the old one stays
          // for as long as a watch is open on it; so they come and go.
          Map.entry("sockets", new Tolerance(0, 2)),
          Map.entry("leases", new Tolerance(0, 0.5)),
          Map.entry("watchers", new Tolerance(0, 0.5)),
          Map.entry("streams", new Tolerance(0, 0.5)),
          Map.entry("goroutines", new Tolerance(0.05, 6)),
          Map.entry("database", new Tolerance(0.15, 4)),
          Map.entry("database in use", new Tolerance(0.15, 4)),
          Map.entry("keys", new Tolerance(0.10, 20)),
          Map.entry("ledger", new Tolerance(0.10, 30)));

  private Tolerances() {}

  static Tolerance of(String what) {
    Tolerance tolerance = OF.get(what);
    if (tolerance == null) {
      throw new IllegalArgumentException("no tolerance is known for " + what);
    }
    return tolerance;
  }
}
