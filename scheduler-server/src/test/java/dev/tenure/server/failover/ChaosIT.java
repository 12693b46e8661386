package dev.tenure.server.failover;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaders are killed, stopped and frozen at random for a while, and then every slot of every job is
 * judged by what the jobs wrote to a file and by what the ledger says.
 *
 * <p>System properties: {@code tenure.chaos.seconds}, {@code tenure.chaos.jobs}, {@code
 * tenure.chaos.seed}.
 */
final class ChaosIT {

  private static final Logger log = LoggerFactory.getLogger(ChaosIT.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration RAGE =
      Duration.ofSeconds(Integer.getInteger("tenure.chaos.seconds", 30));
  private static final int JOBS = Integer.getInteger("tenure.chaos.jobs", 200);
  private static final long SEED = Long.getLong("tenure.chaos.seed", System.nanoTime());

  @TempDir private Path folder;

  @Test
  void everySlotOfEveryJobHasOneRunOrOneReasonWhateverHappensToLeaders() throws Exception {
    log.info("{} jobs, {} of chaos, -Dtenure.chaos.seed={}", JOBS, RAGE, SEED);
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()));
        Cluster cluster = cluster(etcd)) {
      Chaos chaos = new Chaos(cluster, new Leaders(store, "/chaos"), SEED);
      chaos.start(3);
      cluster.book().await(JOBS, line -> true);
      chaos.rage(RAGE);

      long calm = System.currentTimeMillis();
      await("every job runs again, as of now")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> jobsWithSlotsAfter(cluster.book(), calm) == JOBS);
      cluster.drain();

      Map<String, History> histories = cluster.histories(PERIOD.toMillis());
      Book book = cluster.book();
      log.info("{}; {}", chaos.blows(), summary(book, histories));
      assertThat(histories).hasSize(JOBS);
      assertThat(terms(book)).as("terms in which jobs ran").isGreaterThan(RAGE.toSeconds() / 20);
      Verdict.everySlotHasOneEnd(book, histories, PERIOD.toMillis());
    }
  }

  private Cluster cluster(LocalEtcd etcd) throws Exception {
    String schedule = "every = 1s, catch-up { policy = all, max = 100000 }";
    Map<String, String> jobs =
        IntStream.rangeClosed(1, JOBS)
            .boxed()
            .collect(Collectors.toMap(n -> "job-" + n, n -> schedule, (a, b) -> a, TreeMap::new));
    List<String> settings =
        List.of("runs { threads = 20, catch-up-rate = 10000 }", "shutdown.grace = 5s");
    return Cluster.of(folder, etcd.endpoints(), "/chaos", jobs, settings);
  }

  private static long jobsWithSlotsAfter(Book book, long millis) {
    return book.lines(line -> line.slot() > millis).stream().map(Line::job).distinct().count();
  }

  private static long terms(Book book) {
    return book.lines().stream().map(Line::term).distinct().count();
  }

  private static String summary(Book book, Map<String, History> histories) {
    Map<String, Long> ends =
        histories.values().stream()
            .flatMap(history -> history.ends().values().stream())
            .collect(groupingBy(end -> end, TreeMap::new, counting()));
    long skipped = histories.values().stream().mapToLong(h -> h.skipped().size()).sum();
    return "%d terms, runs %s, %d slots skipped".formatted(terms(book), ends, skipped);
  }
}
