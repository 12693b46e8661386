package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.LocalEtcd;
import dev.tenure.server.cli.Launched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hundred thousand cron jobs in a file, on node processes: how long they take to load, the heap
 * of each node, and the first fire after a win. Not part of the build; started by name. System
 * property: {@code tenure.trial.jobs}.
 */
final class ManyJobsTrial {

  private static final Logger log = LoggerFactory.getLogger(ManyJobsTrial.class);
  private static final int JOBS = Integer.getInteger("tenure.trial.jobs", 100_000);
  private static final long MOST_HEAP_MB = 400;
  private static final Map<String, String> ROOM = Map.of("TENURE_JAVA_OPTS", "-Xmx1g");
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @Test
  void aHundredThousandCronJobsFitAndFireAtOnce() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Cluster cluster = cluster(etcd)) {
      long begun = System.nanoTime();
      Launched first = cluster.start("node-1", ROOM);
      first.awaitLine("job files .* applied: ", LONG);
      log.info("{} jobs read, checked and applied {} ms after the start", JOBS, since(begun));
      begun = System.nanoTime();
      Launched second = cluster.start("node-2", ROOM);
      second.awaitLine("group default: led by node-1", LONG);
      log.info("a second node follows {} ms after its start", since(begun));
      TimeUnit.SECONDS.sleep(30);
      say("leader", first);
      say("follower", second);

      long killed = System.nanoTime();
      first.signal("KILL");
      second.awaitLine("first run of term", LONG);
      log.info("kill -9 of the leader -> first run elsewhere: {} ms", since(killed));
      words(second);
      Launched third = cluster.start("node-1", ROOM);
      third.awaitLine("group default: led by node-2", LONG);
      TimeUnit.SECONDS.sleep(30);

      second.signal("TERM");
      assertThat(second.awaitExit()).isZero();
      third.awaitLine("first run of term", LONG);
      words(third);
      say("leader after two changes", third);
    }
  }

  private Cluster cluster(LocalEtcd etcd) throws Exception {
    Map<String, String> jobs = new LinkedHashMap<>();
    for (int i = 0; i < JOBS; i++) {
      // Each once an hour, spread over all of its seconds.
      String cron = "%d %d * * * ?".formatted(i % 60, i / 60 % 60);
      jobs.put("job-" + i, "cron = \"" + cron + "\"");
    }
    return Cluster.of(
        folder, etcd.endpoints(), "/many", jobs, List.of("jobs.watch = true", "runs.threads = 20"));
  }

  private static void words(Launched node) {
    node.lines().stream()
        .filter(line -> line.contains("after the key ahead was gone") || line.contains("first run"))
        .forEach(line -> log.info("{}", line));
  }

  private static void say(String who, Launched node) throws Exception {
    jcmd(node, "GC.run");
    TimeUnit.SECONDS.sleep(1);
    jcmd(node, "GC.run");
    String info = jcmd(node, "GC.heap_info");
    Matcher used =
        Pattern.compile("(?:heap|generation)\\s+total \\d+K, used (\\d+)K").matcher(info);
    long kib = 0;
    while (used.find()) {
      kib += Long.parseLong(used.group(1));
    }
    assertThat(kib).as(info).isPositive();
    log.info("{}: {} MB of heap in use after a collection", who, kib / 1024);
    assertThat(kib / 1024).as("MB of heap of the " + who).isLessThan(MOST_HEAP_MB);
  }

  private static String jcmd(Launched node, String command) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(node.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static long since(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
