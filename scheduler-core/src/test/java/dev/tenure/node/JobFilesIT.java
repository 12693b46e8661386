package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.Cursor;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Job files and what the cluster makes of them, with whole nodes. */
final class JobFilesIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final GroupName GROUP = new GroupName("default");

  @TempDir private Path folder;
  private Nodes nodes;

  @BeforeEach
  void cluster() {
    nodes = new Nodes(etcd, folder);
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static DefinitionView view(TenureNode node) {
    return node.group(GROUP).orElseThrow().definitions();
  }

  private static void awaitJobs(TenureNode node, String... names) {
    await("jobs " + Set.of(names))
        .atMost(Nodes.LONG)
        .untilAsserted(
            () ->
                assertThat(
                        view(node).jobNames().stream()
                            .map(JobName::value)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(names));
  }

  private static ScheduleSpec schedule(TenureNode node, String job) {
    return view(node)
        .trigger(new TriggerName(job))
        .map(Kept::value)
        .map(TriggerSpec::schedule)
        .orElseThrow();
  }

  private static ScheduleSpec every(int seconds) {
    return new ScheduleSpec.Every(Duration.ofSeconds(seconds), Instant.EPOCH);
  }

  private String job(String name, int seconds) {
    return nodes.recording(name, "every = " + seconds + "s");
  }

  @Test
  void whatTheFilesOfTheLeaderSayIsWhatEveryNodeHas() throws IOException {
    TenureNode leader = nodes.start("node-1", job("a", 1) + job("b", 2));
    nodes.leader("default");
    TenureNode other = nodes.start("node-2", job("a", 1) + job("b", 2));
    awaitJobs(leader, "a", "b");
    awaitJobs(other, "a", "b");

    try (LogLines lines = LogLines.of(GroupLog.class)) {
      nodes.jobs("node-1", job("a", 1) + job("b", 20) + job("c", 3));
      awaitJobs(other, "a", "b", "c");
      await()
          .atMost(Nodes.LONG)
          .until(
              () ->
                  !lines
                      .containing("applied: 1 jobs added, 1 changed, 0 removed, 1 unchanged")
                      .isEmpty());
    }
    assertThat(schedule(other, "b")).isEqualTo(every(20));
  }

  @Test
  void filesWithProblemsChangeNothingAndAllProblemsAreSaid() throws IOException {
    TenureNode leader = nodes.start("node-1", job("a", 1));
    nodes.leader("default");
    awaitJobs(leader, "a");

    try (LogLines lines = LogLines.of(NodeFiles.class)) {
      nodes.jobs(
          "node-1",
          job("b", 1)
              + "jobs.c { class = \"com.acme.Missing\", every = 1s }\n"
              + "jobs.d { class = \"com.acme.Missing\", cron = \"61 * * * *\" }\n");
      await().atMost(Nodes.LONG).until(() -> !lines.containing("cannot be used").isEmpty());
      assertThat(lines.containing("cannot be used"))
          .singleElement()
          .asString()
          .contains("node-1-jobs.conf:2: jobs.c.class")
          .contains("node-1-jobs.conf:3: jobs.d.cron")
          .contains("node-1-jobs.conf:3: jobs.d.class");
      awaitJobs(leader, "a");

      nodes.jobs("node-1", job("a", 1) + job("b", 1));
      awaitJobs(leader, "a", "b");
    }
  }

  @Test
  void aNodeWithOlderFilesDoesNotRollTheClusterBackAndSaysSo() throws IOException {
    nodes.with("jobs.version = 2");
    TenureNode newer = nodes.start("node-1", job("a", 2) + job("b", 2));
    nodes.leader("default");
    awaitJobs(newer, "a", "b");
    nodes.with("jobs.version = 1");

    try (LogLines lines = LogLines.of(GroupLog.class)) {
      TenureNode older = nodes.start("node-2", job("a", 1));
      newer.drain();
      newer.close();
      assertThat(nodes.leader("default")).isSameAs(older);
      await()
          .atMost(Nodes.LONG)
          .until(() -> !lines.containing("are not newer than those that node-1").isEmpty());
      awaitJobs(older, "a", "b");
      assertThat(schedule(older, "a")).isEqualTo(every(2));
      NodeStatus.JobFiles shown = older.status().groups().get(0).files();
      assertThat(shown.standing()).isEqualTo(NodeStatus.Standing.OLDER);
      assertThat(shown.own()).isEqualTo("version 1");
      assertThat(shown.applied()).contains("version 2");
      AppliedFiles applied = view(older).applied().orElseThrow().value();
      assertThat(applied.version()).hasValue(2);
    }
  }

  @Test
  void aJobThatIsRemovedLeavesItsHistoryAndOneThatComesBackBeginsAnew() throws IOException {
    String often = nodes.recording("often", "every = 100ms, catch-up { policy = all, max = 1000 }");
    TenureNode leader = nodes.start("node-1", often + job("other", 1));
    nodes.awaitMoreRuns("default/often/", 3);
    JobName name = new JobName("often");
    GroupFace face = leader.group(GROUP).orElseThrow();

    nodes.jobs("node-1", job("other", 1));
    await().atMost(Nodes.LONG).until(() -> face.state(name).gone().isPresent());
    nodes.awaitMoreRuns("default/other/", 2);
    assertThat(face.state(name).cursors().values())
        .as("where it stood is known, and belongs to no definition")
        .allMatch(cursor -> cursor.edition().equals(Cursor.GONE));
    assertThat(face.state(name).last()).isNotEmpty();
    long last = lastSlot();

    Instant back = Instant.now();
    nodes.jobs("node-1", often + job("other", 1));
    nodes.awaitMoreRuns("default/often/", 3);
    assertThat(face.state(name).gone()).isEmpty();
    assertThat(
            nodes.runs("default/often/").stream()
                .map(run -> RunId.parse(run.run()).slotMillis())
                .filter(slot -> slot > last))
        .isNotEmpty()
        .allMatch(slot -> slot > back.toEpochMilli());
  }

  private long lastSlot() {
    return nodes.runs("default/often/").stream()
        .mapToLong(run -> RunId.parse(run.run()).slotMillis())
        .max()
        .orElseThrow();
  }
}
