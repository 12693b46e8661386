package dev.tenure.server.failover;

import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills, stops in order and freezes nodes, mostly the leader, every few seconds, and starts them
 * again. What it does follows from the seed; when exactly it takes effect, from the machine.
 */
final class Chaos {

  private static final Logger log = LoggerFactory.getLogger(Chaos.class);

  private final Cluster cluster;
  private final Leaders leaders;
  private final Random random;
  private final Map<String, Launched> nodes = new TreeMap<>();
  private final Map<String, Integer> blows = new TreeMap<>();

  Chaos(Cluster cluster, Leaders leaders, long seed) {
    this.cluster = cluster;
    this.leaders = leaders;
    random = new Random(seed);
  }

  void start(int count) throws IOException {
    for (int node = 1; node <= count; node++) {
      nodes.put("node-" + node, cluster.start("node-" + node));
    }
  }

  /** Strikes for the given time; all nodes live and none is frozen afterwards. */
  void rage(Duration span) throws IOException, InterruptedException {
    long end = System.nanoTime() + span.toNanos();
    while (System.nanoTime() - end < 0) {
      sleep(2000, 5000);
      strike();
    }
  }

  /** What was done, and how often. */
  Map<String, Integer> blows() {
    return blows;
  }

  private void strike() throws IOException, InterruptedException {
    String name = victim();
    Launched node = nodes.get(name);
    String blow = List.of("KILL", "TERM", "STOP").get(random.nextInt(3));
    log.info("{} to {}", blow, name);
    blows.merge(blow, 1, Integer::sum);
    node.signal(blow);
    if (blow.equals("STOP")) {
      // Shorter than a session lives, or longer.
      sleep(500, 2 * Cluster.TTL.toMillis());
      node.signal("CONT");
    } else {
      node.awaitExit();
      sleep(0, 1000);
      nodes.put(name, cluster.start(name));
    }
  }

  private String victim() {
    List<String> names = new ArrayList<>(nodes.keySet());
    String any = names.get(random.nextInt(names.size()));
    boolean theLeader = random.nextInt(5) > 0;
    return leaders.of("default").filter(leader -> theLeader).orElse(any);
  }

  private void sleep(long fromMillis, long toMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(fromMillis + random.nextInt((int) (toMillis - fromMillis)));
  }
}
