package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.JobState;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes whose leader resigns while a job of its runs. */
final class HandOverNodeIT {

  private static final GroupName GROUP = new GroupName("default");
  private static final JobName STUCK = new JobName("stuck");

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @TempDir Path folder;

  private static JobState state(TenureNode node) {
    return node.group(GROUP).orElseThrow().state(STUCK);
  }

  private static String jobs(Nodes nodes) {
    return nodes.recording("tick", "every = 100ms, catch-up = all")
        + """
        jobs.stuck {
          class = "%s", every = 1s, catch-up = skip, concurrency = forbid, data.channel = "%s"
        }
        """
            .formatted(StubbornJob.class.getName(), nodes.channel());
  }

  @Test
  void aLeaderThatResignsDoesNotWaitAndItsRunEndsWell() throws Exception {
    try (Nodes nodes = new Nodes(etcd, folder);
        Store store = etcd.open();
        LogLines lines = LogLines.of(GroupLog.class)) {
      TenureNode first = nodes.start("node-1", jobs(nodes));
      await().atMost(Nodes.LONG).until(() -> !state(first).open().isEmpty());
      TenureNode second = nodes.start("node-2", jobs(nodes));
      await().atMost(Nodes.LONG).until(() -> !state(second).open().isEmpty());
      int claims = lines.containing("first claim of term").size();

      first.resign(GROUP).toCompletableFuture().join();
      await()
          .atMost(Nodes.LONG)
          .until(() -> lines.containing("first claim of term").size() > claims);
      await().atMost(Nodes.LONG).until(() -> second.leads(GROUP).orElse(false));
      nodes.awaitMoreRuns("default/tick", 5);
      assertThat(state(second).open()).as("still runs on the old node").hasSize(1);
      assertThat(state(second).open().get(0).node()).isEqualTo("node-1");

      second.resign(GROUP).toCompletableFuture().join();
      await().atMost(Nodes.LONG).until(() -> first.leads(GROUP).orElse(false));
      nodes.awaitMoreRuns("default/tick", 5);
      assertThat(state(first).open()).hasSize(1);

      StubbornJob.of(nodes.channel()).countDown();
      await().atMost(Nodes.LONG).until(() -> state(second).finished() >= 2);
      assertThat(state(second).last()).allMatch(run -> run.state() == EndState.SUCCEEDED);
      String completions = nodes.root() + "/completions/default/";
      await()
          .atMost(Nodes.LONG)
          .until(() -> store.list(completions).toCompletableFuture().join().entries().isEmpty());
    }
  }

  @Test
  void withInterruptItIsInterruptedAndWhatDoesNotListenIsWaitedForNoLongerThanTheGrace()
      throws Exception {
    try (Nodes nodes =
        new Nodes(etcd, folder)
            .with(
                "runs { on-hand-over = interrupt, interrupt-grace = 500ms }\n"
                    + "shutdown.grace = 0s")) {
      String jobs =
          jobs(nodes)
              + "jobs.patient { class = \"%s\", every = 1s, concurrency = forbid }\n"
                  .formatted(PatientJob.class.getName());
      TenureNode first = nodes.start("node-1", jobs);
      JobName patient = new JobName("patient");
      await()
          .atMost(Nodes.LONG)
          .until(
              () ->
                  !state(first).open().isEmpty()
                      && !first.group(GROUP).orElseThrow().state(patient).open().isEmpty());
      TenureNode second = nodes.start("node-2", jobs);
      await().atMost(Nodes.LONG).until(() -> !state(second).open().isEmpty());

      first.drain();
      await().atMost(Nodes.LONG).until(() -> second.leads(GROUP).orElse(false));
      await()
          .atMost(Nodes.LONG)
          .until(() -> state(second).open().stream().noneMatch(run -> run.node().equals("node-1")));
      assertThat(state(second).last().get(0).state())
          .as("its node gave the right back while it ran on")
          .isEqualTo(EndState.LOST);
      JobState ended = second.group(GROUP).orElseThrow().state(patient);
      assertThat(ended.last().get(0).state()).isEqualTo(EndState.INTERRUPTED);
      StubbornJob.of(nodes.channel()).countDown();
    }
  }
}
