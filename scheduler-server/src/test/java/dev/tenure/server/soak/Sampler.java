package dev.tenure.server.soak;

import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.util.List;

/** Measures a cluster: every process from outside, and etcd by what it tells. */
final class Sampler {

  /** Not a thing that may leak; shown so that one sees what the others stand for. */
  static final String LOAD = "runs a second";

  private static final double KIB = 1024;

  private final SoakCluster cluster;
  private final EtcdGateway etcd;
  private final JournalCount journal;
  private final Samples samples;
  private double lastMinutes;
  private long lastClaimed;

  Sampler(SoakCluster cluster, EtcdGateway etcd, JournalCount journal, Samples samples) {
    this.cluster = cluster;
    this.etcd = etcd;
    this.journal = journal;
    this.samples = samples;
  }

  /** What costs next to nothing to measure. */
  void sample(double minutes) throws IOException, InterruptedException {
    for (var node : cluster.nodes().entrySet()) {
      process(node.getKey(), node.getValue().pid(), minutes);
    }
    process("etcd", cluster.etcd().pid(0), minutes);
    etcd(minutes);
    load(minutes);
  }

  /** What is left in each node after a collection of garbage; takes a while. */
  void sampleHeaps(double minutes) throws IOException, InterruptedException {
    for (var node : cluster.nodes().entrySet()) {
      heap(node.getKey(), node.getValue(), minutes);
    }
  }

  private void load(double minutes) {
    long claimed = journal.claimed();
    if (lastMinutes > 0) {
      double seconds = (minutes - lastMinutes) * 60;
      add(LOAD, "claimed", "", minutes, (claimed - lastClaimed) / seconds);
    }
    lastMinutes = minutes;
    lastClaimed = claimed;
  }

  private void heap(String name, Launched node, double minutes)
      throws IOException, InterruptedException {
    ProcessFigures.Java java = new ProcessFigures(node.pid()).afterCollection();
    add("heap in use after a collection", name, "MiB", minutes, java.heapKib() / KIB);
    add("metaspace", name, "MiB", minutes, java.metaspaceKib() / KIB);
  }

  private void process(String name, long pid, double minutes) throws IOException {
    ProcessFigures process = new ProcessFigures(pid);
    List<String> open = process.descriptors();
    long sockets = open.stream().filter(target -> target.startsWith("socket:")).count();
    add("resident memory", name, "MiB", minutes, process.residentKib() / KIB);
    add("threads", name, "", minutes, (double) process.threads());
    add("open files", name, "", minutes, open.size());
    add("sockets", name, "", minutes, (double) sockets);
  }

  private void etcd(double minutes) throws IOException, InterruptedException {
    Metrics metrics = etcd.metrics();
    add("leases", "etcd", "", minutes, (double) etcd.leases());
    add("watchers", "etcd", "", minutes, metrics.sum("etcd_debugging_mvcc_watcher_total"));
    add("streams", "watch", "", minutes, metrics.openStreams("etcdserverpb.Watch"));
    add("streams", "lease", "", minutes, metrics.openStreams("etcdserverpb.Lease"));
    add("goroutines", "etcd", "", minutes, metrics.sum("go_goroutines"));
    double database = metrics.mebibytes("etcd_mvcc_db_total_size_in_bytes");
    double inUse = metrics.mebibytes("etcd_mvcc_db_total_size_in_use_in_bytes");
    add("database", "etcd", "MiB", minutes, database);
    add("database in use", "etcd", "MiB", minutes, inUse);
    for (String part : List.of("journal", "state", "runs", "requests")) {
      EtcdGateway.Size size = etcd.size(SoakCluster.ROOT + "/" + part + "/");
      add("keys", part, "", minutes, (double) size.keys());
      add("ledger", part, "KiB", minutes, size.bytes() / KIB);
    }
  }

  private void add(String what, String where, String unit, double minutes, double value) {
    samples.add(new Gauge(what, where, unit), minutes, value);
  }
}
