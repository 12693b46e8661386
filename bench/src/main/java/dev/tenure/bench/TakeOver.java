package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.store.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How soon a node that has followed fires after it wins, with many jobs of which some are overdue.
 * So that they are, an outsider stands in the queue between the old leader and the new one, and
 * leads until their slots have passed.
 */
final class TakeOver implements Bench {

  private static final int JOBS = 100_000;
  private static final long SPREAD_SECONDS = 20;

  @Override
  public String name() {
    return "takeover";
  }

  @Override
  public String what() {
    return "win to first claim and to the last of what is overdue, 1 %, 10 % and all of the jobs";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    int jobs = context.options().jobs() == 0 ? JOBS : context.options().jobs();
    for (int percent : List.of(1, 10, 100)) {
      String variant = jobs + " jobs, " + percent + " % overdue";
      if (context.options().wants(variant)) {
        context.report().add(measure(context, variant, jobs, Math.max(1, jobs * percent / 100)));
      }
    }
  }

  private Result measure(BenchContext context, String variant, int jobs, int overdue)
      throws Exception {
    Instant due = Instant.now().plusSeconds(90 + jobs / 500);
    context.report().say(variant + ": due at " + due);
    Map<String, String> settings =
        Map.of(
            "tenure.runs.threads",
            "" + context.options().threads(),
            "tenure.runs.catch-up-rate",
            "100000");
    try (TenureCluster cluster = new TenureCluster(context, settings, jobs(jobs, overdue, due))) {
      ChildProcess first = cluster.add();
      await(first, jobs);
      TermWatch watch = cluster.watch();
      Lease between = watch.stand(Duration.ofMinutes(30));
      ChildProcess second = cluster.add();
      await(second, jobs);
      first.ask("resign");
      cluster.remove(first);
      if (Instant.now().isAfter(due.minusSeconds(SPREAD_SECONDS))) {
        throw new IllegalStateException("the jobs took too long to load; fewer may do: --jobs");
      }
      long heapBefore = second.number("heap");
      Duration wait = Duration.between(Instant.now(), due.plusSeconds(3));
      TimeUnit.MILLISECONDS.sleep(wait.toMillis());
      String key = watch.queue().entries().get(0).key();
      long term = watch.queue().entries().get(1).createRevision();
      watch.leave(between);
      long gone = watch.gone(key);
      long claim = watch.claimAfter(term - 1).getValue();
      long settled = watch.allClaimed(term, overdue);
      return Result.of(name(), variant)
          .with("win to first claim ms", (claim - gone) / 1e6)
          .with("win to all claimed ms", (settled - gone) / 1e6)
          .with("claimed", watch.claimed(term))
          .with("heap before MB", heapBefore)
          .with("heap after MB", second.number("heap"));
    }
  }

  /** Those that will be overdue have one slot before {@code due}, and the next in ten years. */
  private static String jobs(int jobs, int overdue, Instant due) {
    long decade = Duration.ofDays(3650).toMillis();
    StringBuilder text = new StringBuilder("jobs {\n");
    for (int i = 0; i < jobs; i++) {
      Instant slot =
          i < overdue
              ? due.minusMillis(SPREAD_SECONDS * 1000 * i / overdue)
              : due.plus(Duration.ofDays(1));
      text.append(TenureConfig.job("job-" + i, decade, Instant.ofEpochMilli(slot.toEpochMilli())));
    }
    return text.append("}\n").toString();
  }

  /** Until a node knows so many jobs. */
  static void await(ChildProcess node, int jobs) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (node.number("jobs") < jobs) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("a node knows only " + node.ask("jobs") + " jobs");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
