package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.bench.process.EtcdMetrics;
import dev.tenure.bench.process.ProcStat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a leader and a follower use while nothing is due. */
final class Idle implements Bench {

  private static final int JOBS = 100_000;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String what() {
    return "writes to etcd, processor and memory of a leader and a follower that have nothing to do";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    int many = context.options().jobs() == 0 ? JOBS : context.options().jobs();
    for (int jobs : List.of(0, many)) {
      if (context.options().wants(jobs + " jobs")) {
        context.report().add(measure(context, jobs));
      }
    }
  }

  private Result measure(BenchContext context, int jobs) throws Exception {
    int seconds = context.options().seconds();
    context.report().say("idle with " + jobs + " jobs, for " + seconds + " s");
    // Their next slot is in 2061 or later.
    String text = TenureConfig.jobs(new Load(jobs, Integer.MAX_VALUE, false, false));
    text = text.replace("every = " + Integer.MAX_VALUE + "ms", "at = \"2061-01-01T00:00:00Z\"");
    text = text.replace(", start = \"1970-01-01T00:00:00Z\"", "");
    try (TenureCluster cluster = new TenureCluster(context, Map.of(), text)) {
      ChildProcess leader = cluster.add();
      TakeOver.await(leader, jobs);
      ChildProcess follower = cluster.add();
      TakeOver.await(follower, jobs);
      long heap = leader.number("heap");
      follower.ask("heap");
      // The journal is folded, and code that ran at the start, or in a rehearsal, is at rest.
      TimeUnit.SECONDS.sleep(15 + context.options().warmUp());
      EtcdMetrics metrics = new EtcdMetrics(cluster.etcd().endpoints());
      EtcdMetrics.Counts before = metrics.counts();
      long revision = cluster.watch().queue().revision();
      long leaderCpu = ProcStat.cpuMicros(leader.pid());
      long followerCpu = ProcStat.cpuMicros(follower.pid());
      long etcdCpu = ProcStat.cpuMicros(cluster.etcd().pid(0));
      TimeUnit.SECONDS.sleep(seconds);
      double minutes = seconds / 60.0;
      double percent = seconds * 10_000.0;
      return Result.of(name(), jobs + " jobs")
          .with("revisions/min", (cluster.watch().queue().revision() - revision) / minutes)
          .with("puts/min", metrics.counts().since(before).puts() / minutes)
          .with("leader % of a core", (ProcStat.cpuMicros(leader.pid()) - leaderCpu) / percent)
          .with("follower %", (ProcStat.cpuMicros(follower.pid()) - followerCpu) / percent)
          .with("etcd %", (ProcStat.cpuMicros(cluster.etcd().pid(0)) - etcdCpu) / percent)
          .with("leader MB", ProcStat.residentKb(leader.pid()) / 1000)
          .with("follower MB", ProcStat.residentKb(follower.pid()) / 1000)
          .with("leader heap MB", heap);
    }
  }
}
