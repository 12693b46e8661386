package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.bench.process.EtcdMetrics;
import dev.tenure.bench.process.ProcStat;
import dev.tenure.etcd.LocalEtcd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One node of Tenure on an etcd.
 *
 * @param members of etcd; 1 or 3
 */
record Tenure(int members) implements Contender {

  @Override
  public String name() {
    return "Tenure, etcd of " + members;
  }

  @Override
  public Stage open(BenchContext context, Load load) throws Exception {
    LocalEtcd etcd = etcd(members);
    try {
      TenureConfig config = new TenureConfig(context.part("tenure"), etcd.endpoints());
      config.writeJobs(TenureConfig.jobs(load));
      Map<String, String> settings = new LinkedHashMap<>(context.options().settings());
      settings.put("tenure.runs.threads", "" + context.options().threads());
      return new Running(context, etcd, members, config, settings);
    } catch (Exception e) {
      etcd.close();
      throw e;
    }
  }

  /** As little of etcd's defaults is changed as a busy journal asks for: how much it may hold. */
  static LocalEtcd etcd(int members) {
    LocalEtcd.Options options =
        members == 1 ? LocalEtcd.Options.single() : LocalEtcd.Options.cluster();
    return LocalEtcd.start(
        options.withExtraArgs(
            List.of(
                "--quota-backend-bytes", "8589934592",
                "--auto-compaction-mode", "revision",
                "--auto-compaction-retention", "10000")));
  }

  private static final class Running implements Stage {
    private final LocalEtcd etcd;
    private final int members;
    private final EtcdMetrics metrics;
    private final ChildProcess node;
    private EtcdMetrics.Counts marked;

    Running(
        BenchContext context,
        LocalEtcd etcd,
        int members,
        TenureConfig config,
        Map<String, String> settings)
        throws Exception {
      this.etcd = etcd;
      this.members = members;
      metrics = new EtcdMetrics(etcd.endpoints());
      marked = metrics.counts();
      node = context.child("node-1", config.node("node-1", settings));
    }

    @Override
    public ChildProcess node() {
      return node;
    }

    @Override
    public long storeCpuMicros() throws Exception {
      return ProcStat.cpuMicros(IntStream.range(0, members).mapToObj(etcd::pid));
    }

    @Override
    public void mark() throws Exception {
      marked = metrics.counts();
    }

    @Override
    public Map<String, Object> perRun(long runs) throws Exception {
      EtcdMetrics.Counts since = metrics.counts().since(marked);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("transactions/1000 runs", since.txns() * 1000 / runs);
      figures.put("puts/1000 runs", since.puts() * 1000 / runs);
      figures.put("fsyncs/1000 runs", since.fsyncs() * 1000 / runs);
      figures.put("bytes/run", since.received() / runs);
      return figures;
    }

    @Override
    public void verify() throws Exception {
      long said = node.number("done");
      node.close();
      long recorded = EtcdReader.recorded(etcd.endpoints());
      if (recorded < said) {
        throw new IllegalStateException(
            "the node says " + said + " runs, in etcd there are " + recorded);
      }
    }

    @Override
    public void close() {
      try {
        node.close();
      } finally {
        etcd.close();
      }
    }
  }
}
