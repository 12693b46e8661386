package dev.tenure.server.chaos.fault;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Room in etcd's data, which its history uses up: what is recorded elsewhere may be forgotten. */
final class Room {

  private static final Logger log = LoggerFactory.getLogger(Room.class);
  private static final int TRIES = 10;

  private final ChaosCluster cluster;
  private final LongSupplier recorded;

  Room(ChaosCluster cluster, LongSupplier recorded) {
    this.cluster = cluster;
    this.recorded = recorded;
  }

  /** Makes room when little is left, and ends the alarm, if there is one. */
  void tidy() throws Exception {
    if (alarmed() || EtcdStatus.of(cluster.etcdctl()).bytes() > quota() * 6 / 10) {
      make();
    }
  }

  boolean alarmed() throws Exception {
    return cluster.etcdctl().must("alarm", "list").contains("NOSPACE");
  }

  long quota() {
    return (long) cluster.options().quotaMegabytes() << 20;
  }

  /** Forgets the history up to what is recorded; the revision, or why not. */
  String compact() throws Exception {
    long revision = recorded.getAsLong();
    if (revision <= 0) {
      throw new NotInjected("nobody has recorded the history");
    }
    Etcdctl.Answer answer =
        cluster.etcdctl().on(cluster.endpoints().get(0), "compaction", Long.toString(revision));
    // Somebody may have been quicker; then that much is forgotten already.
    if (!answer.fine() && !answer.output().contains("has been compacted")) {
      throw new NotInjected("compaction: " + answer.output());
    }
    return answer.output();
  }

  private void make() throws Exception {
    for (int tries = 0; tries < TRIES; tries++) {
      compact();
      for (String member : cluster.endpoints()) {
        log.debug("{}", cluster.etcdctl().on(member, "defrag", "--command-timeout=60s"));
      }
      cluster.etcdctl().must("alarm", "disarm");
      // etcd raises the alarm again at the next write when there is still no room.
      Thread.sleep(500);
      if (!alarmed() && EtcdStatus.of(cluster.etcdctl()).bytes() < quota() * 6 / 10) {
        return;
      }
    }
    throw new IllegalStateException("etcd has no room left, whatever is tried");
  }
}
