package dev.tenure.server.chaos.fault;

/** etcd has no room left. */
final class DiskFull {

  private DiskFull() {}

  /** Ends the alarm, if there is one. */
  static void makeRoom(ChaosCluster cluster) throws Exception {
    Etcdctl etcdctl = cluster.etcdctl();
    if (etcdctl.run("alarm", "list").output().contains("NOSPACE")) {
      etcdctl.run("alarm", "disarm");
    }
  }
}
