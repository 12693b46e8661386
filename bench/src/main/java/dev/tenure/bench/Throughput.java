package dev.tenure.bench;

import dev.tenure.bench.process.ProcStat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many runs a second one node of Tenure begins and ends, both recorded in etcd. */
final class Throughput implements Bench {

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public String what() {
    return "durable runs a second of one node, with etcd of one and of three members";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    for (Contender contender : List.of(new Tenure(1), new Tenure(3))) {
      if (context.options().wants(contender.name())) {
        context.report().add(measure(context, contender, name()));
      }
    }
  }

  /** One rate of one contender. */
  static Result measure(BenchContext context, Contender contender, String bench) throws Exception {
    context.report().say(contender.name() + ": flat out for " + context.options().seconds() + " s");
    try (Stage stage = contender.open(context, Load.more())) {
      stage.node().ask("start");
      Stages.awaitFirst(stage);
      TimeUnit.SECONDS.sleep(context.options().warmUp());
      stage.mark();
      long nodeCpu = ProcStat.cpuMicros(stage.node().pid());
      long storeCpu = stage.storeCpuMicros();
      long before = stage.node().number("done");
      long begun = System.nanoTime();
      TimeUnit.SECONDS.sleep(context.options().seconds());
      long runs = stage.node().number("done") - before;
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (runs == 0) {
        throw new IllegalStateException(contender.name() + " ran nothing while it was measured");
      }
      Result result = Result.of(bench, contender.name());
      result.with("runs/s", runs / seconds).with("runs", runs);
      result.with(
          "node µs/run", (double) (ProcStat.cpuMicros(stage.node().pid()) - nodeCpu) / runs);
      result.with("store µs/run", (double) (stage.storeCpuMicros() - storeCpu) / runs);
      result.with(stage.perRun(runs));
      stage.verify();
      return result;
    }
  }
}
