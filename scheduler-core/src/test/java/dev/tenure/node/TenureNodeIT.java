package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes in one JVM on a real etcd. */
class TenureNodeIT {

  private static final GroupName GROUP = new GroupName("default");
  private static final Duration LONG = Duration.ofSeconds(40);

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @TempDir Path folder;

  private final List<TenureNode> nodes = new ArrayList<>();
  private String root = "";
  private String channel = "";

  @BeforeEach
  void freshRoot() {
    root = etcd.freshRoot();
    channel = root;
  }

  @AfterEach
  void close() {
    nodes.forEach(TenureNode::close);
  }

  private TenureNode start(String name) throws IOException {
    Path jobs = folder.resolve(name + "-jobs.conf");
    Files.writeString(
        jobs,
        """
        jobs.beat {
          class = "dev.tenure.node.RecordingJob"
          every = 50ms
          catch-up = all
          data.channel = "%s"
        }
        """
            .formatted(channel));
    Path conf = folder.resolve(name + ".conf");
    Files.writeString(
        conf,
        """
        tenure {
          node.name = %s
          etcd { endpoints = ["%s"], root = "%s" }
          session { ttl = 3s, margin = 300ms }
          http.bind = "127.0.0.1:7000"
          jobs.files = ["%s-jobs.conf"]
        }
        """
            .formatted(name, etcd.etcd().endpoint(0), root.substring(0, root.length() - 1), name));
    Configuration configuration =
        ConfigLoader.of(Map.of(), Map.of(), "localhost").load(conf).orThrow();
    TenureNode node =
        TenureNode.start(
            configuration,
            Embedding.of(configuration).withJobClasses(TenureNodeIT.class.getClassLoader()));
    nodes.add(node);
    return node;
  }

  private static boolean leads(TenureNode node) {
    return node.leads(GROUP).orElseThrow();
  }

  private TenureNode leader() {
    await().atMost(LONG).until(() -> nodes.stream().filter(TenureNodeIT::leads).count() == 1);
    return nodes.stream().filter(TenureNodeIT::leads).findFirst().orElseThrow();
  }

  private void awaitRuns(int count) {
    await().atMost(LONG).until(() -> RecordingJob.of(channel).size() >= count);
  }

  private static Asked drain(TenureNode asked, TenureNode drained, boolean force) {
    return asked
        .drains()
        .drain(drained.name(), "a test", Optional.empty(), force)
        .toCompletableFuture()
        .join();
  }

  private static Asked undrain(TenureNode asked, NodeName drained) {
    return asked.drains().undrain(drained, Optional.empty()).toCompletableFuture().join();
  }

  private List<String> queue(TenureNode asked) {
    return asked
        .members()
        .toCompletableFuture()
        .join()
        .queues()
        .getOrDefault(GROUP, List.of())
        .stream()
        .map(Members.Waiting::node)
        .toList();
  }

  @Test
  void aDrainedNodeLeadsNothingUntilThatIsUndoneWhateverBecomesOfTheOthers() throws IOException {
    TenureNode one = start("node-1");
    await().atMost(LONG).until(() -> leads(one));
    TenureNode two = start("node-2");
    await().atMost(LONG).until(() -> queue(two).size() == 2);

    assertThat(drain(two, one, false)).isInstanceOf(Asked.Done.class);
    await().atMost(LONG).until(() -> leads(two) && queue(two).equals(List.of("node-2")));
    assertThat(drain(one, two, false))
        .isInstanceOfSatisfying(
            Asked.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Asked.Reason.LAST_NODE));
    awaitRuns(RecordingJob.of(channel).size() + 3);

    // It comes back as it went, and stays aside although nobody else is left.
    one.close();
    nodes.remove(one);
    TenureNode again = start("node-1");
    two.close();
    nodes.remove(two);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(LONG)
        .until(() -> queue(again).isEmpty() && !leads(again));

    assertThat(undrain(again, again.name())).isInstanceOf(Asked.Done.class);
    await().atMost(LONG).until(() -> leads(again));
    awaitRuns(RecordingJob.of(channel).size() + 3);
  }

  @Test
  void theLastNodeIsDrainedByForceAlone() throws IOException {
    TenureNode one = start("node-1");
    await().atMost(LONG).until(() -> leads(one));
    assertThat(drain(one, one, false)).isInstanceOf(Asked.Refused.class);
    assertThat(leads(one)).isTrue();
    assertThat(drain(one, one, true)).isInstanceOf(Asked.Done.class);
    await().atMost(LONG).until(() -> queue(one).isEmpty() && !leads(one));
    assertThat(undrain(one, new NodeName("nobody")))
        .isInstanceOfSatisfying(
            Asked.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Asked.Reason.NO_SUCH_NODE));
  }

  @Test
  void onlyTheLeaderRunsJobsAndAResignationHandsThemOver() throws IOException {
    start("node-1");
    start("node-2");
    start("node-3");
    TenureNode first = leader();
    awaitRuns(5);

    first.resign(GROUP).toCompletableFuture().join();
    int before = RecordingJob.of(channel).size();
    awaitRuns(before + 5);

    List<RecordingJob.Seen> runs = RecordingJob.of(channel);
    Set<String> ids = new HashSet<>();
    runs.forEach(run -> assertThat(ids.add(run.run())).as("doubled: %s", run).isTrue());
    for (int i = 1; i < runs.size(); i++) {
      assertThat(runs.get(i).term()).isGreaterThanOrEqualTo(runs.get(i - 1).term());
    }
    assertThat(runs.stream().map(RecordingJob.Seen::node).distinct()).hasSize(2);
  }

  /**
   * Prints a figure for docs/performance.md; what it asserts is that every hand-over comes about.
   */
  @Test
  void twentyHandOversLoseAndDoubleNothing() throws IOException {
    start("node-1");
    start("node-2");
    start("node-3");
    List<Long> millis = new ArrayList<>();
    try (LogLines lines = LogLines.of(GroupLog.class)) {
      for (int i = 0; i < 20; i++) {
        TenureNode present = leader();
        awaitRuns(RecordingJob.of(channel).size() + 3);
        int claimsBefore = lines.containing("first claim of term").size();
        present.resign(GROUP).toCompletableFuture().join();
        await()
            .atMost(LONG)
            .until(() -> lines.containing("first claim of term").size() > claimsBefore);
      }
      lines
          .containing("first claim of term")
          .forEach(line -> millis.add(Long.valueOf(line.replaceAll(".* (\\d+) ms after.*", "$1"))));
    }
    millis.sort(null);
    System.out.printf(
        "key gone -> first claim, job every 50 ms, %d hand-overs: median %d ms, max %d ms%n",
        millis.size(), millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    Set<String> ids = new HashSet<>();
    RecordingJob.of(channel)
        .forEach(run -> assertThat(ids.add(run.run())).as("doubled: %s", run).isTrue());
    List<Long> slots =
        ids.stream()
            .map(id -> Long.valueOf(id.replaceAll(".*/(\\d+)/\\d+$", "$1")))
            .distinct()
            .sorted()
            .toList();
    for (int i = 1; i < slots.size(); i++) {
      assertThat(slots.get(i) - slots.get(i - 1))
          .as("after slot %d", slots.get(i - 1))
          .isEqualTo(50);
    }
  }

  @Test
  void everyNodeShowsTheLeaderAndWhatItRuns() throws IOException {
    start("node-1");
    start("node-2");
    leader();
    awaitRuns(2);

    for (TenureNode node : nodes) {
      await().atMost(LONG).until(() -> node.status().groups().get(0).finished() > 0);
      NodeStatus.Group group = node.status().groups().get(0);
      assertThat(group.jobs()).isEqualTo(1);
      NodeStatus.Leader shown = group.leader().orElseThrow();
      assertThat(shown.node()).startsWith("node-");
      assertThat(shown.address()).isEqualTo("127.0.0.1:7000");
      assertThat(shown.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(shown.term()).isPositive();
      assertThat(node.status().etcd().reachable()).isTrue();
    }
  }

  @Test
  void aDrainedNodeFiresNothingMoreAndLeavesNothingBehind() throws IOException {
    TenureNode node = start("node-1");
    leader();
    awaitRuns(3);

    node.drain();
    int after = RecordingJob.of(channel).size();
    node.close();

    assertThat(node.ready()).isFalse();
    try (var store = etcd.open()) {
      var left = store.list(root + "election/").toCompletableFuture().join().entries();
      assertThat(left).isEmpty();
    }
    assertThat(RecordingJob.of(channel)).hasSize(after);
  }
}
