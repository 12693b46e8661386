package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.bench.process.EtcdMetrics;
import dev.tenure.bench.subject.Backlog;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How soon a node that has followed fires after it wins, with many jobs of which some are overdue.
 * So that they are, an outsider stands in the queue between the leader and the next one, and leads
 * until their slots have passed; once for each win, and the two nodes win by turns.
 */
final class TakeOver implements Bench {

  private static final int JOBS = 100_000;

  /** A file of more needs more memory than the node that reads it has. */
  private static final int IN_A_FILE = 200_000;

  /** From the last slot of a wave to the win: the slots have passed for certain. */
  private static final Duration PASSED = Duration.ofSeconds(3);

  /** What it takes to change places in the queue, with much to spare. */
  private static final Duration PLACES = Duration.ofSeconds(8);

  private static final Duration OUTSIDE = Duration.ofMinutes(30);

  /** How long after a win something was claimed, and all that was overdue. */
  private record Win(long firstMicros, long allMicros) {}

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
    int wins = context.options().rounds(jobs > IN_A_FILE ? 3 : 10);
    Backlog backlog = new Backlog(jobs, overdue, Instant.now().plusSeconds(90 + jobs / 4000));
    context.report().say(variant + ": " + wins + " wins, the first after " + backlog.due());
    Map<String, String> settings =
        Map.of(
            "tenure.runs.threads",
            "" + context.options().threads(),
            "tenure.runs.catch-up-rate",
            "100000");
    try (TenureCluster cluster = new TenureCluster(context, settings, file(backlog))) {
      ChildProcess first = cluster.add();
      long begun = System.nanoTime();
      if (jobs > IN_A_FILE) {
        define(cluster, backlog);
      }
      await(first, jobs);
      long defined = System.nanoTime();
      Lease between = cluster.watch().stand(OUTSIDE);
      ChildProcess second = cluster.add();
      await(second, jobs);
      long followed = System.nanoTime();
      long heapBefore = second.number("heap");
      first.ask("resign");
      if (Instant.now().isAfter(backlog.due().minus(Backlog.SPREAD))) {
        throw new IllegalStateException("the jobs took too long to load; fewer may do: --jobs");
      }
      List<Win> won = new ArrayList<>();
      Instant due = backlog.due();
      won.add(win(context, cluster, between, due, overdue));
      while (won.size() < wins) {
        due = next(due, backlog.period());
        between = stepBetween(cluster);
        won.add(win(context, cluster, between, due, overdue));
      }
      return Result.of(name(), variant)
          .with("defined s", (defined - begun) / 1e9)
          .with("followed s", (followed - defined) / 1e9)
          .with("wins", wins)
          .with(
              new Spread(won.stream().map(Win::firstMicros).toList()).millis("win to first claim"))
          .with(new Spread(won.stream().map(Win::allMicros).toList()).millis("win to all claimed"))
          .with("heap before MB", heapBefore)
          .with("heap after MB", second.number("heap"))
          .with("etcd MB", new EtcdMetrics(cluster.etcd().endpoints()).databaseMb());
    }
  }

  /** The end of the next wave that leaves time to change places before it. */
  private static Instant next(Instant due, Duration period) {
    Instant next = due.plus(period);
    while (Instant.now().isAfter(next.minus(Backlog.SPREAD).minus(PLACES))) {
      next = next.plus(period);
    }
    return next;
  }

  /** The outsider leads, the node that did not lead is the next in line, and the other the last. */
  private static Lease stepBetween(TenureCluster cluster) throws Exception {
    List<Entry> queue = cluster.watch().candidates(2);
    Lease between = cluster.watch().stand(OUTSIDE);
    for (Entry candidate : List.of(queue.get(1), queue.get(0))) {
      cluster.of(candidate).ask("resign");
      cluster.watch().candidates(3);
    }
    return between;
  }

  /** Lets the slots pass, and the outsider leave. */
  private static Win win(
      BenchContext context, TenureCluster cluster, Lease between, Instant due, int overdue)
      throws Exception {
    TermWatch watch = cluster.watch();
    Duration wait = Duration.between(Instant.now(), due.plus(PASSED));
    TimeUnit.MILLISECONDS.sleep(wait.toMillis());
    List<Entry> queue = watch.candidates(3);
    long term = queue.get(1).createRevision();
    watch.leave(between);
    long gone = watch.gone(queue.get(0).key());
    Win win =
        new Win(
            (watch.claimAfter(term - 1).getValue() - gone) / 1000,
            (watch.allClaimed(term, overdue) - gone) / 1000);
    context.report().say("process %d: %s".formatted(TermWatch.pid(queue.get(1)), win));
    return win;
  }

  private static void define(TenureCluster cluster, Backlog backlog) throws Exception {
    try (ChildProcess definer = cluster.definer()) {
      long defined = definer.number("define " + backlog.words());
      if (defined != backlog.jobs()) {
        throw new IllegalStateException("only " + defined + " jobs were defined");
      }
    }
  }

  private static String file(Backlog backlog) {
    StringBuilder text = new StringBuilder("jobs {\n");
    for (int i = 0; i < backlog.jobs() && backlog.jobs() <= IN_A_FILE; i++) {
      text.append(
          TenureConfig.job(backlog.name(i), backlog.period(i).toMillis(), backlog.start(i)));
    }
    return text.append("}\n").toString();
  }

  /** Until a node knows so many jobs. */
  static void await(ChildProcess node, int jobs) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10 + jobs / 100_000);
    while (node.number("jobs") < jobs) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("a node knows only " + node.ask("jobs") + " jobs");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
