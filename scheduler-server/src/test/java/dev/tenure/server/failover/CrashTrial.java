package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.LocalEtcd;
import dev.tenure.server.cli.Launched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader of three is killed again and again: from {@code kill -9} to the first run elsewhere,
 * with a slot each 50 ms. Not part of the build; started by name. System property: {@code
 * tenure.trial.kills}.
 */
final class CrashTrial {

  private static final Logger log = LoggerFactory.getLogger(CrashTrial.class);
  private static final int KILLS = Integer.getInteger("tenure.trial.kills", 20);
  private static final Duration PERIOD = Duration.ofMillis(50);

  @TempDir private Path folder;

  @Test
  void howLongNobodyLeadsAfterACrash() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Cluster cluster =
            Cluster.of(
                folder,
                etcd.endpoints(),
                "/trial",
                Map.of(
                    Cluster.JOB,
                    "every = %dms, catch-up { policy = all, max = 100000 }"
                        .formatted(PERIOD.toMillis())),
                List.of("session.ttl = 5s"))) {
      Deque<String> names = new ArrayDeque<>(List.of("node-1", "node-2", "node-3"));
      Deque<Launched> nodes = new ArrayDeque<>(cluster.startInOrder("node-1", "node-2", "node-3"));
      List<Long> gaps = new ArrayList<>();
      for (int kill = 1; kill <= KILLS; kill++) {
        TimeUnit.SECONDS.sleep(8); // The name of the last victim is free again, and lines are held.
        String name = names.removeFirst();
        long term = cluster.book().awaitNext().term();
        long killed = System.nanoTime();
        nodes.removeFirst().signal("KILL");
        Line first = cluster.book().await(1, line -> line.term() > term).get(0);
        gaps.add(TimeUnit.NANOSECONDS.toMillis(first.nanos() - killed));
        log.info("kill {}: first run elsewhere after {} ms", kill, gaps.get(gaps.size() - 1));
        Launched again = cluster.start(name);
        again.awaitLine("group default: led by ", Duration.ofMinutes(2));
        names.addLast(name);
        nodes.addLast(again);
      }
      Collections.sort(gaps);
      log.info(
          "kill -9 -> first run elsewhere, {} kills: median {} ms, at most {} ms; all: {}",
          KILLS,
          gaps.get(gaps.size() / 2),
          gaps.get(gaps.size() - 1),
          gaps);
      assertThat(gaps).hasSize(KILLS);
    }
  }
}
