package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.RunId;
import dev.tenure.store.Commit;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several groups on the same nodes: the trouble of one is not that of another. */
final class GroupsIT {

  private static final EtcdExtension etcd = new EtcdExtension();

  @TempDir private Path folder;

  @Test
  void aJobThatBlocksAndAStateThatSomebodyBrokeHoldUpNoOtherGroup() throws Exception {
    try (Nodes nodes = new Nodes(etcd, folder);
        Store store = etcd.open()) {
      KeyLayout layout = new KeyLayout(nodes.root());
      String broken = layout.state(new GroupName("broken"), new JobName("tick-broken"));
      store
          .commit(new Commit(List.of(), List.of(Commit.Put.unleased(broken, "{ not by us"))))
          .toCompletableFuture()
          .join();
      nodes.with(
          """
          groups = [sound, blocked, broken]
          runs { threads = 2, interrupt-grace = 500ms }
          shutdown.grace = 20s
          leaders.spread.enabled = false
          """);
      String jobs =
          nodes.recording("tick-sound", "group = sound, every = 200ms, catch-up = all")
              + nodes.recording("tick-broken", "group = broken, every = 200ms, catch-up = all")
              + """
              jobs.stuck {
                class = "%s", group = blocked, every = 500ms, catch-up = skip, data.channel = "%s"
              }
              """
                  .formatted(StubbornJob.class.getName(), nodes.channel());
      TenureNode first = nodes.start("node-1", jobs);
      nodes.leader("sound");
      await().atMost(Nodes.LONG).until(() -> status(first, "blocked").running() == 2);
      nodes.start("node-2", jobs);
      nodes.awaitMoreRuns("sound/", 5);

      CompletableFuture<Void> resigned =
          first.resign(new GroupName("blocked")).toCompletableFuture();
      await("a hand-over that does not wait for its runs")
          .atMost(Nodes.LONG)
          .until(resigned::isDone);
      nodes.awaitMoreRuns("sound/", 10);
      assertThat(first.leads(new GroupName("sound"))).contains(true);

      StubbornJob.of(nodes.channel()).countDown();
      assertNoSlotMissing(nodes);
      assertThat(store.get(broken).toCompletableFuture().join().orElseThrow().value().utf8())
          .isEqualTo("{ not by us");
    }
  }

  private static NodeStatus.Group status(TenureNode node, String group) {
    return node.status().groups().stream()
        .filter(g -> g.group().value().equals(group))
        .findFirst()
        .orElseThrow();
  }

  private static void assertNoSlotMissing(Nodes nodes) {
    List<Long> slots =
        nodes.runs("sound/").stream()
            .map(run -> RunId.parse(run.run()).slotMillis())
            .sorted()
            .toList();
    for (int i = 1; i < slots.size(); i++) {
      assertThat(Duration.ofMillis(slots.get(i) - slots.get(i - 1)))
          .isEqualTo(Duration.ofMillis(200));
    }
  }
}
