package dev.tenure.server.chaos.fault;

import dev.tenure.etcd.LocalEtcd;

/** Members of etcd that may be down or frozen. */
final class Members {

  private Members() {}

  /** Whether a member's process is there. */
  static boolean running(LocalEtcd etcd, int member) {
    try {
      return etcd.pid(member) > 0;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Makes sure that a member runs and is not frozen. */
  static void revive(LocalEtcd etcd, int member) {
    if (running(etcd, member)) {
      etcd.resume(member);
    } else {
      etcd.restart(member);
    }
  }
}
