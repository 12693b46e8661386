package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenure elect} as processes on a real etcd. */
final class ElectIT {

  private static final EtcdExtension etcd = new EtcdExtension();

  @TempDir private Path folder;
  private final String election = etcd.freshRoot() + "service";
  private final List<Launched> launched = new ArrayList<>();

  @AfterEach
  void end() {
    launched.forEach(Launched::close);
  }

  @Test
  void threeCandidatesTakeOverFromEachOther() throws Exception {
    Launched one = candidate("id1");
    one.awaitLine("state LEADER");
    Launched two = candidate("id2");
    two.awaitLine("leader id1 ");
    Launched three = candidate("id3");
    three.awaitLine("leader id1 ");

    one.signal("KILL");
    await("a second leader")
        .atMost(Duration.ofSeconds(30))
        .until(() -> two.hasLine("state LEADER") != three.hasLine("state LEADER"));
    Launched leader = two.hasLine("state LEADER") ? two : three;
    Launched last = leader == two ? three : two;

    leader.signal("TERM");
    assertThat(leader.awaitExit()).isZero();
    last.awaitLine("state LEADER");
    assertThat(term(last)).isGreaterThan(term(leader));
    assertThat(term(leader)).isGreaterThan(term(one));
    last.signal("INT");
    assertThat(last.awaitExit()).isZero();
    assertThat(last.lines()).contains("state FOLLOWER");
  }

  @Test
  void linesOnStandardInputAreProclaimedToThoseWhoListen() throws Exception {
    Launched listener = elect("--listen");
    listener.awaitLine("leader none");
    Launched one = candidate("id1");
    one.awaitLine("state LEADER");
    Launched two = candidate("id2");
    two.awaitLine("leader id1 ");
    one.type("busy with 3 things");
    listener.awaitLine("leader busy with 3 things term " + term(one) + " ");
    two.type("me too");
    two.awaitLine("error: not proclaimed: not the leader");
  }

  @Test
  void aLeadershipIsResignedByItsKeyAndRevision() throws Exception {
    Launched one = candidate("id1");
    String token = one.awaitLine("state LEADER term \\d+ resume (\\S+)").group(1);
    Launched two = candidate("id2");
    two.awaitLine("leader id1 ");
    assertThat(elect("--resign", token).awaitExit()).isZero();
    two.awaitLine("state LEADER");
    one.awaitLine("state ERROR");
    Launched again = elect("--resign", token);
    assertThat(again.awaitExit()).isEqualTo(1);
    assertThat(again.output()).contains("not the leader");
  }

  @Test
  void theCommandRunsWhileLeadingAndKnowsItsTerm() throws Exception {
    Launched one =
        candidate("id1", "--", "sh", "-c", "echo run $TENURE_TERM $TENURE_KEY; exec sleep 600");
    String term = one.awaitLine("run (\\d+) " + election).group(1);
    assertThat(term).isEqualTo(Long.toString(term(one)));
    Launched two = candidate("id2", "--", "sh", "-c", "echo run $TENURE_TERM; exit 7");
    two.awaitLine("leader id1 ");
    assertThat(two.hasLine("^run")).isFalse();

    one.signal("TERM");
    assertThat(one.awaitExit()).isZero();
    assertThat(two.awaitExit()).as("the command's own code").isEqualTo(7);
    two.awaitLine("run \\d+");
  }

  @Test
  void theCommandIsStoppedWhenTheLeadershipIsLost() throws Exception {
    Launched one =
        candidate(
            "id1",
            "--",
            "sh",
            "-c",
            "trap 'echo told' TERM; echo pid $$; while :; do sleep 1; done");
    long pid = Long.parseLong(one.awaitLine("pid (\\d+)").group(1));
    String token = one.awaitLine("state LEADER term \\d+ resume (\\S+)").group(1);
    assertThat(elect("--resign", token).awaitExit()).isZero();
    one.awaitLine("told");
    await("killed").atMost(Duration.ofSeconds(30)).until(() -> !Launched.alive(pid));
  }

  @Test
  void whatTheCommandHasStartedIsStoppedWithIt() throws Exception {
    String nap = "3600." + System.nanoTime();
    // Each TERM ends the sleep that the loop waits for, and the loop begins another one.
    String stubborn =
        "trap 'echo told' TERM; (trap '' TERM; sleep NAP) & while :; do echo round; sleep NAP; done";
    Launched one = candidate("id1", "--", "sh", "-c", stubborn.replace("NAP", nap));
    one.awaitLine("round");
    await("both sleep").atMost(Duration.ofSeconds(30)).until(() -> sleeping(nap) == 2);
    String token = one.awaitLine("state LEADER term \\d+ resume (\\S+)").group(1);
    Launched two = candidate("id2");
    two.awaitLine("leader id1 ");

    assertThat(elect("--resign", token).awaitExit()).isZero();
    one.awaitLine("(?s)told.*round");
    await("none sleeps").atMost(Duration.ofSeconds(30)).until(() -> sleeping(nap) == 0);
    two.awaitLine("state LEADER");
    assertThat(sleeping(nap)).isZero();
  }

  @Test
  void whatTheCommandLeavesBehindEndsWithIt() throws Exception {
    String nap = "3600." + System.nanoTime();
    Launched one = candidate("id1", "--", "sh", "-c", "sleep " + nap + " & sleep 1; exit 7");
    await("it sleeps").atMost(Duration.ofSeconds(30)).until(() -> sleeping(nap) == 1);
    assertThat(one.awaitExit()).isEqualTo(7);
    await("none sleeps").atMost(Duration.ofSeconds(30)).until(() -> sleeping(nap) == 0);
  }

  /** How many processes do nothing but sleep for this long. */
  private static long sleeping(String nap) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.endsWith("sleep " + nap))
        .count();
  }

  @Test
  void theCommandEndsWithACandidateThatIsKilled() throws Exception {
    Launched one = candidate("id1", "--", "sh", "-c", "echo pid $$; sleep 600; echo no");
    long pid = Long.parseLong(one.awaitLine("pid (\\d+)").group(1));
    one.signal("KILL");
    await("the command is gone").atMost(Duration.ofSeconds(30)).until(() -> !Launched.alive(pid));
  }

  @Test
  void anEtcdThatDoesNotAnswerIsExitCode3() throws Exception {
    Launched one =
        Launched.tenure(
            folder,
            Map.of(),
            "elect",
            election,
            "id1",
            "--endpoints",
            "http://127.0.0.1:1",
            "--start-timeout",
            "1s");
    launched.add(one);
    assertThat(one.awaitExit()).isEqualTo(3);
    assertThat(one.output()).contains("error: etcd at http://127.0.0.1:1").contains("hint: ");
  }

  @Test
  void wrongUsageIsExitCode2() throws Exception {
    for (Launched wrong :
        List.of(elect(), elect("--listen", "--resign", "x@1"), elect("id1", "--ttl", "5"))) {
      assertThat(wrong.awaitExit()).isEqualTo(2);
      assertThat(wrong.output()).startsWith("error: ");
    }
  }

  private Launched candidate(String value, String... more) {
    return elect(
        Stream.concat(Stream.of(value, "--ttl", "2s"), Stream.of(more)).toArray(String[]::new));
  }

  private Launched elect(String... more) {
    Launched process =
        Launched.tenure(
            folder,
            Map.of("TENURE_ENDPOINTS", String.join(",", etcd.etcd().endpoints())),
            Stream.concat(Stream.of("elect", election), Stream.of(more)).toArray(String[]::new));
    launched.add(process);
    return process;
  }

  private static long term(Launched leader) {
    return Long.parseLong(leader.awaitLine("state LEADER term (\\d+)").group(1));
  }
}
