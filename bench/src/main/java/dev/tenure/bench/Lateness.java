package dev.tenure.bench;

import dev.tenure.bench.process.ProcStat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How late the code of a run begins after its slot, when there is time enough for all of them. */
final class Lateness implements Bench {

  static final List<Load> LOADS =
      List.of(
          Load.eachSecond(200, true),
          Load.eachSecond(2000, true),
          Load.eachSecond(200, false),
          Load.eachSecond(2000, false));

  @Override
  public String name() {
    return "lateness";
  }

  @Override
  public String what() {
    return "start minus slot of 200 and 2,000 jobs, each once a second";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    Contender tenure = new Tenure(1);
    for (Load load : LOADS) {
      if (context.options().wants(tenure.name() + ", " + load)) {
        context.report().add(measure(context, tenure, load, name()));
      }
    }
  }

  /** One load of one contender. */
  static Result measure(BenchContext context, Contender contender, Load load, String bench)
      throws Exception {
    String variant = contender.name() + ", " + load;
    context.report().say(variant + ": for " + context.options().seconds() + " s");
    try (Stage stage = contender.open(context, load)) {
      stage.node().ask("start");
      Stages.awaitFirst(stage);
      TimeUnit.SECONDS.sleep(context.options().warmUp());
      Stages.awaitOnTime(stage);
      stage.node().ask("listen");
      long cpu = ProcStat.cpuMicros(stage.node().pid());
      long storeCpu = stage.storeCpuMicros();
      TimeUnit.SECONDS.sleep(context.options().seconds());
      long used = ProcStat.cpuMicros(stage.node().pid()) - cpu;
      long storeUsed = stage.storeCpuMicros() - storeCpu;
      List<Long> micros = Stages.heard(stage);
      double seconds = context.options().seconds();
      return Result.of(bench, variant)
          .with("runs/s", micros.size() / seconds)
          .with("early", micros.stream().filter(late -> late < 0).count())
          .with(new Spread(micros).millis("late"))
          .with("node % of a core", used / seconds / 10_000)
          .with("store % of a core", storeUsed / seconds / 10_000);
    }
  }
}
