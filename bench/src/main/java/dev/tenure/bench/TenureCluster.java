package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.store.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several nodes of Tenure, each a process, on an etcd of one member, and somebody who watches. */
final class TenureCluster implements AutoCloseable {

  private final BenchContext context;
  private final Map<String, String> settings;
  private final LocalEtcd etcd;
  private final TenureConfig config;
  private final TermWatch watch;
  private final List<ChildProcess> nodes = new ArrayList<>();
  private int made;

  /**
   * Nothing runs yet but etcd.
   *
   * @param settings of the nodes, {@code tenure.…}
   */
  TenureCluster(BenchContext context, Map<String, String> settings, String jobs) throws Exception {
    this.context = context;
    this.settings = new LinkedHashMap<>(context.options().settings());
    this.settings.putAll(settings);
    etcd = Tenure.etcd(1);
    try {
      config = new TenureConfig(context.part("cluster"), etcd.endpoints());
      config.writeJobs(jobs);
      watch = new TermWatch(etcd.endpoints());
    } catch (Exception e) {
      etcd.close();
      throw e;
    }
  }

  /** One more node, which stands for election. */
  ChildProcess add() throws Exception {
    String name = "node-" + ++made;
    ChildProcess node = context.node(name, config.node(name, settings));
    nodes.add(node);
    node.ask("start");
    return node;
  }

  /** A process that defines jobs, and ends with nothing else; the caller closes it. */
  ChildProcess definer() throws Exception {
    ChildProcess definer = context.child("definer", config.definer());
    definer.ask("start");
    return definer;
  }

  /** The process of a candidate. */
  ChildProcess of(Entry candidate) {
    long pid = TermWatch.pid(candidate);
    return nodes.stream()
        .filter(node -> node.pid() == pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("process " + pid + " is none of ours"));
  }

  /** A node that is dead, or to end now. */
  void remove(ChildProcess node) {
    node.close();
    nodes.remove(node);
  }

  TermWatch watch() {
    return watch;
  }

  LocalEtcd etcd() {
    return etcd;
  }

  @Override
  public void close() {
    try {
      watch.close();
      List.copyOf(nodes).forEach(ChildProcess::close);
    } finally {
      etcd.close();
    }
  }
}
