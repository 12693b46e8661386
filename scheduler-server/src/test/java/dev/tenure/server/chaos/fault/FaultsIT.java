package dev.tenure.server.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault bites, is healed, and leaves a cluster in which a node leads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsIT {

  private ChaosCluster cluster;
  private Nemesis nemesis;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    ChaosOptions options = ChaosOptions.in(withoutJobs(folder)).withEtcdMembers(3).withQuota(64);
    cluster = ChaosCluster.open(options);
    nemesis = new Nemesis(cluster, 1, FaultKind.all(), this::revision);
    cluster.startNodes();
  }

  /** Makes a folder that nodes can be started in; answers it. */
  static Path withoutJobs(Path folder) throws IOException {
    Files.writeString(folder.resolve("jobs.conf"), "jobs {}\n");
    Files.createDirectories(folder.resolve("plugins"));
    return folder;
  }

  /** Nobody records anything here: all of the history may be forgotten. */
  private long revision() {
    return cluster.store().list("/chaos/").toCompletableFuture().join().revision();
  }

  @AfterAll
  void end() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "KILL_LEADER",
        "KILL_FOLLOWER",
        "KILL_ALL",
        "TERM_LEADER",
        "ROLLING_RESTART",
        "FREEZE_SHORT"
      })
  void aNodeThatIsStruckIsBackAfterwards(FaultKind kind) throws Exception {
    bites(kind, Duration.ofMillis(300));
    assertThat(cluster.nodes()).allMatch(ChaosNode::alive);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "LINK_RESET",
        "LINK_REFUSED",
        "LINK_LOST",
        "LINK_SLOW",
        "LINK_REQUESTS",
        "LINK_ANSWERS"
      })
  void aLinkToEtcdIsBad(FaultKind kind) throws Exception {
    // Every link of one node: over a single one nothing need be said for that long.
    bites(kind, Duration.ofMillis(2500), 7);
  }

  @ParameterizedTest
  @EnumSource(names = {"NODES_REFUSED", "NODES_RESET"})
  void nodesDoNotReachEachOtherAndNothingFollows(FaultKind kind) throws Exception {
    Optional<ChaosNode> before = cluster.awaitLeader(ChaosCluster.PATIENCE);
    bites(kind, Duration.ofMillis(500));
    // On a machine that is too busy for renewals a leader may lose its term all by itself.
    boolean lostByItself = before.orElseThrow().process().orElseThrow().hasLine("no renewal of");
    assertThat(lostByItself || cluster.leader().equals(before)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ETCD_KILL",
        "ETCD_PAUSE",
        "ETCD_RESTART",
        "ETCD_MOVE_LEADER",
        "QUORUM_LOSS",
        "DISK_FULL"
      })
  void etcdIsStruck(FaultKind kind) throws Exception {
    bites(kind, Duration.ofMillis(500));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEASE_REVOKED", "KEY_DELETED", "PING_PONG"})
  void theLeaderLosesItsKey(FaultKind kind) throws Exception {
    bites(kind, Duration.ofMillis(100));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOCK_FORWARD", "CLOCK_BACK"})
  void aClockJumps(FaultKind kind) throws Exception {
    assumeTrue(FakeClock.library().isPresent(), "libfaketime is not installed");
    bites(kind, Duration.ofMillis(200));
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPACTION", "LONG_PAUSE", "FREEZE_LONG"})
  void aNodeIsLeftBehind(FaultKind kind) throws Exception {
    bites(kind, Duration.ofSeconds(4));
  }

  private void bites(FaultKind kind, Duration lasts) throws Exception {
    bites(kind, lasts, 0);
  }

  private void bites(FaultKind kind, Duration lasts, int pick) throws Exception {
    Injection injection = nemesis.strike(new Planned(kind, Duration.ZERO, lasts, pick, 0.1));
    assertThat(injection.bit()).as("%s", injection).isTrue();
    nemesis.heal();
    assertThat(cluster.awaitLeader(ChaosCluster.PATIENCE)).isPresent();
  }
}
