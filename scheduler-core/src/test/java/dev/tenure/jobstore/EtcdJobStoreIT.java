package dev.tenure.jobstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that uses Quartz's API with {@code StdSchedulerFactory} and our store, on two JVMs
 * that both call {@code start()}. Judged by what its jobs wrote down.
 */
final class EtcdJobStoreIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PERIOD = 500;

  @TempDir Path folder;

  private ApplicationProcess leader;
  private ApplicationProcess follower;

  @BeforeEach
  void start() throws Exception {
    String root = etcd.freshRoot() + "quartz";
    leader = ApplicationProcess.start("one", folder, etcd.etcd().endpoint(0), root);
    await().atMost(LIMIT).until(() -> leader.runsOf("ticks") >= 2);
    follower = ApplicationProcess.start("two", folder, etcd.etcd().endpoint(0), root);
  }

  @AfterEach
  void close() {
    leader.close();
    if (follower != null) {
      follower.close();
    }
  }

  private static void awaitMore(ApplicationProcess process, String job, int more) {
    long before = process.runsOf(job);
    await(process + " runs " + job).atMost(LIMIT).until(() -> process.runsOf(job) >= before + more);
  }

  private List<ApplicationProcess.Run> all(String job) {
    List<ApplicationProcess.Run> all = new ArrayList<>(leader.runs());
    all.addAll(follower.runs());
    all.removeIf(run -> !run.job().equals(job) || !run.word().equals("-"));
    return all;
  }

  /** Every slot from the first to the last once, but for what a killed process had begun. */
  private void assertEachSlotOnce(String job, int lost) {
    Set<Long> slots = new HashSet<>();
    all(job).forEach(run -> assertThat(slots.add(run.slot())).as("doubled: %s", run).isTrue());
    long first = slots.stream().mapToLong(slot -> slot).min().orElseThrow();
    long last = slots.stream().mapToLong(slot -> slot).max().orElseThrow();
    long wanted = (last - first) / PERIOD + 1;
    assertThat(slots.size()).as("slots of %s", job).isBetween((int) wanted - lost, (int) wanted);
  }

  @Test
  void onlyTheLeaderFiresAndTheOtherOneCarriesOnWhenItIsKilled() {
    awaitMore(leader, "ticks", 3);
    assertThat(follower.runs()).isEmpty();

    leader.kill();
    awaitMore(follower, "ticks", 5);
    awaitMore(follower, "control", 5);
    follower.kill();
    assertEachSlotOnce("ticks", 1);
    assertEachSlotOnce("control", 1);
  }

  @Test
  void whatTheFollowerAsksForTakesEffectOnTheLeader() throws Exception {
    follower.order("trigger ticks hello");
    await().atMost(LIMIT).until(() -> hellos() == 1);

    follower.order("pause ticks");
    awaitMore(leader, "control", 3);
    long paused = leader.runsOf("ticks");
    awaitMore(leader, "control", 4);
    assertThat(leader.runsOf("ticks")).isEqualTo(paused);

    follower.order("resume ticks");
    awaitMore(leader, "ticks", 3);
    follower.order("delete ticks");
    awaitMore(leader, "control", 3);
    long deleted = leader.runsOf("ticks");
    awaitMore(leader, "control", 4);
    assertThat(leader.runsOf("ticks")).isEqualTo(deleted);
    assertThat(hellos()).isEqualTo(1);
    assertThat(follower.runs()).isEmpty();
    assertEachSlotOnce("control", 0);
  }

  private long hellos() {
    return leader.runs().stream().filter(run -> run.word().equals("hello")).count();
  }

  @Test
  void aSchedulerThatStandsByHandsOverAndFiresNoMore() throws Exception {
    leader.order("standby");
    int ran = leader.runs().size();
    awaitMore(follower, "ticks", 3);
    assertThat(leader.runs()).hasSize(ran);

    leader.order("start");
    follower.order("shutdown");
    awaitMore(leader, "ticks", 3);
    assertEachSlotOnce("ticks", 0);
    assertEachSlotOnce("control", 0);
  }
}
