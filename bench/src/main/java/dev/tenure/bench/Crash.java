package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.store.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** How long it takes until another node claims runs after the leader's process was killed. */
final class Crash implements Bench {

  private static final int ROUNDS = 20;

  /** How the nodes are set up. */
  private static final Map<String, Map<String, String>> WAYS = ways();

  private static Map<String, Map<String, String>> ways() {
    Map<String, Map<String, String>> ways = new LinkedHashMap<>();
    for (String ttl : List.of("2s", "5s")) {
      for (boolean fast : List.of(true, false)) {
        ways.put(
            "ttl " + ttl + (fast ? "" : ", without fast path"),
            Map.of("tenure.session.ttl", ttl, "tenure.fast-path.enabled", Boolean.toString(fast)));
      }
    }
    return ways;
  }

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String what() {
    return "kill -9 of the leader among three node processes: death to the next leader's claim";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    for (Map.Entry<String, Map<String, String>> way : WAYS.entrySet()) {
      if (context.options().wants(way.getKey())) {
        context.report().add(measure(context, way.getKey(), way.getValue()));
      }
    }
  }

  private Result measure(BenchContext context, String variant, Map<String, String> settings)
      throws Exception {
    int rounds = context.options().rounds(ROUNDS);
    context.report().say(rounds + " kills, three node processes, " + variant);
    SplittableRandom random = new SplittableRandom();
    List<Long> keys = new ArrayList<>();
    List<Long> claims = new ArrayList<>();
    String jobs = TenureConfig.jobs(HandOver.LOAD);
    try (TenureCluster cluster = new TenureCluster(context, settings, jobs)) {
      for (int i = 0; i < 3; i++) {
        cluster.add();
      }
      for (int round = 0; round < rounds; round++) {
        Entry leader = cluster.watch().settled(3);
        // The next in line has been there for two rounds: its rehearsal should be over.
        TimeUnit.SECONDS.sleep(context.options().warmUp());
        // Anywhere between two renewals of the lease.
        TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1700));
        ChildProcess node = cluster.of(leader);
        long death = node.kill();
        Map.Entry<Long, Long> next = cluster.watch().claimAfter(leader.createRevision());
        keys.add((cluster.watch().gone(leader.key()) - death) / 1000);
        claims.add((next.getValue() - death) / 1000);
        cluster.remove(node);
        cluster.add();
      }
    }
    return Result.of(name(), variant)
        .with("rounds", rounds)
        .with(new Spread(keys).millis("death to key gone"))
        .with(new Spread(claims).millis("death to claim"));
  }
}
