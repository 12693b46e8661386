package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a result that is longer than the ledger keeps. */
final class LongResultIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final GroupName GROUP = new GroupName("default");

  @TempDir private Path folder;
  private Nodes nodes;

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void itIsCutAndTheRunIsRecordedOnEveryNode() throws IOException {
    nodes = new Nodes(etcd, folder);
    String jobs =
        "jobs.talk { class = \"%s\", every = 500ms, data.characters = 5000000 }\n"
                .formatted(TalkativeJob.class.getName())
            + nodes.recording("quiet", "every = 500ms");
    TenureNode leader = nodes.start("node-1", jobs);
    nodes.leader("default");
    TenureNode follower = nodes.start("node-2", jobs);

    assertCut(leader);
    assertCut(follower);
    nodes.awaitMoreRuns("default/quiet/", 2);
  }

  private static void assertCut(TenureNode node) {
    GroupFace face = node.group(GROUP).orElseThrow();
    await().atMost(Nodes.LONG).until(() -> succeeded(face).size() >= 2);
    for (FinishedRun run : succeeded(face)) {
      String result = run.result().orElseThrow();
      assertThat(result.length()).isBetween(RunOutcome.MAX_RESULT - 1, RunOutcome.MAX_RESULT);
      assertThat(result).startsWith("ab\uD83D\uDE00").endsWith("\uD83D\uDE00…");
    }
  }

  /** A leader on a busy machine may lose its session; what it ran then is lost. */
  private static List<FinishedRun> succeeded(GroupFace face) {
    return face.state(new JobName("talk")).last().stream()
        .filter(run -> run.state() == EndState.SUCCEEDED)
        .toList();
  }
}
