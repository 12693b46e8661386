package dev.tenure.bench;

import dev.tenure.store.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long nothing is claimed, and nothing begins, while a leader hands over of its own will. */
final class HandOver implements Bench {

  private static final int ROUNDS = 50;

  /** Below what is measured, so that the wait for a slot does not hide it. */
  static final Load LOAD = new Load(2, 40, true, false);

  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public String what() {
    return "resignations among three node processes: key gone to next claim, last run to next run";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    int rounds = context.options().rounds(ROUNDS);
    context.report().say(rounds + " resignations, three node processes, a slot each 20 ms");
    List<Long> claims = new ArrayList<>();
    List<Long> runs = new ArrayList<>();
    try (TenureCluster cluster = new TenureCluster(context, Map.of(), TenureConfig.jobs(LOAD))) {
      for (int i = 0; i < 3; i++) {
        cluster.add();
      }
      // Only its rehearsal: the first term of each process counts, as that of a node does.
      TimeUnit.SECONDS.sleep(context.options().warmUp());
      for (int round = 0; round < rounds; round++) {
        Entry leader = cluster.watch().settled(3);
        TimeUnit.MILLISECONDS.sleep(500);
        cluster.of(leader).ask("resign");
        long gone = cluster.watch().gone(leader.key());
        Map.Entry<Long, Long> next = cluster.watch().claimAfter(leader.createRevision());
        claims.add((next.getValue() - gone) / 1000);
        TimeUnit.MILLISECONDS.sleep(500);
        List<Instant> before = cluster.watch().starts(leader.createRevision());
        Instant first = cluster.watch().starts(next.getKey()).get(0);
        Instant last = before.get(before.size() - 1);
        runs.add(Duration.between(last, first).toNanos() / 1000);
      }
    }
    context
        .report()
        .add(
            Result.of(name(), "resign, 3 processes")
                .with("rounds", rounds)
                .with(new Spread(claims).millis("key gone to claim"))
                .with(new Spread(runs).millis("run to run")));
  }
}
