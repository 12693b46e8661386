package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A leader whose etcd answers more slowly than its slots fall due. */
final class SlowEtcdIT {

  private static final Logger log = LoggerFactory.getLogger(SlowEtcdIT.class);

  private static final GroupName GROUP = new GroupName("default");
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int JOBS = 200;
  private static final int THREADS = 8;

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @TempDir private Path folder;

  private final String root = etcd.freshRoot();
  private final FaultProxy proxy = FaultProxy.to(etcd.etcd().endpoint(0));

  @AfterEach
  void close() {
    proxy.close();
  }

  private TenureNode start() throws IOException {
    Instant since = Instant.now().minusSeconds(10);
    String jobs =
        IntStream.range(0, JOBS)
            .mapToObj(
                i ->
                    "job-%d { class = \"%s\", every = 1s, start = \"%s\", data.channel = \"%s\" }"
                        .formatted(i, RecordingJob.class.getName(), since.plusMillis(5L * i), root))
            .collect(Collectors.joining("\n", "jobs {\n", "\n}\n"));
    Files.writeString(folder.resolve("jobs.conf"), jobs);
    Path conf = folder.resolve("node.conf");
    Files.writeString(
        conf,
        """
        tenure {
          node.name = node-1
          etcd { endpoints = ["%s"], root = "%s" }
          session.ttl = 30s
          http.bind = "127.0.0.1:7000"
          runs.threads = %d
          jobs.files = ["jobs.conf"]
        }
        """
            .formatted(proxy.endpoint(), root.substring(0, root.length() - 1), THREADS));
    Configuration configuration =
        ConfigLoader.of(Map.of(), Map.of(), "localhost").load(conf).orThrow();
    return TenureNode.start(
        configuration,
        Embedding.of(configuration).withJobClasses(SlowEtcdIT.class.getClassLoader()));
  }

  /** Slots that have run, by their job; twice in the list where they ran twice. */
  private Map<String, List<Long>> slots() {
    return RecordingJob.of(root).stream()
        .map(seen -> RunId.parse(seen.run()))
        .collect(
            Collectors.groupingBy(
                run -> run.job().value(),
                HashMap::new,
                Collectors.mapping(RunId::slotMillis, Collectors.toList())));
  }

  /** By how much the runs of the moment are late. */
  private Duration lateness() {
    List<RecordingJob.Seen> all = RecordingJob.of(root);
    return Duration.ofMillis(
        System.currentTimeMillis() - RunId.parse(all.get(all.size() - 1).run()).slotMillis());
  }

  /** Runs that are claimed, and have not ended as far as the ledger knows. */
  private static int claimed(GroupFace group) {
    return IntStream.range(0, JOBS)
        .map(i -> group.state(new JobName("job-" + i)).open().size())
        .sum();
  }

  @Test
  void runsLaterAndKeepsNoMoreAtHandAndLosesNothing() throws Exception {
    try (TenureNode node = start()) {
      await("each has run").atMost(LONG).until(() -> slots().size() == JOBS);
      await("on time").atMost(LONG).until(() -> lateness().toMillis() < 500);
      GroupFace group = node.group(GROUP).orElseThrow();

      proxy.delay(Duration.ofMillis(150));
      int most = 0;
      while (lateness().toMillis() < 4_000) {
        most = Math.max(most, claimed(group));
        TimeUnit.MILLISECONDS.sleep(20);
      }
      log.info("4 s late, with {} runs claimed at most", most);
      // What runs, and one more batch that is claimed while it is handed out.
      assertThat(most).isPositive().isLessThanOrEqualTo(2 * THREADS);
      assertThat(node.leads(GROUP)).contains(true);

      proxy.pass();
      await("it has caught up").atMost(LONG).until(() -> lateness().toMillis() < 500);
      Instant all = Instant.now().minusSeconds(1);
      slots()
          .forEach(
              (job, ran) -> {
                assertThat(ran).as(job).doesNotHaveDuplicates();
                TreeSet<Long> inOrder = new TreeSet<>(ran);
                assertThat(inOrder.last()).as(job).isGreaterThan(all.toEpochMilli() - 1_000);
                assertThat(inOrder.last() - inOrder.first())
                    .as("from the first to the last of %s", job)
                    .isEqualTo((inOrder.size() - 1) * 1_000L);
              });
    }
  }
}
