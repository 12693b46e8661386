package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.definition.TriggerMode;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of any node is done by the leader. */
final class GroupFaceIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final GroupName GROUP = new GroupName("default");
  private static final String NEVER = "at = \"2099-01-01T00:00:00Z\"";

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

  /** A leader, and the face of a follower that has read what there is. */
  private GroupFace follower(String job, String... jobs) throws IOException {
    String file = String.join("", jobs);
    nodes.start("node-1", file);
    nodes.leader("default");
    GroupFace face = nodes.start("node-2", file).group(GROUP).orElseThrow();
    await("job " + job + " is known")
        .atMost(Nodes.LONG)
        .until(() -> face.definitions().job(new JobName(job)).isPresent());
    return face;
  }

  private static Asked ask(CompletionStage<Asked> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Optional<FinishedRun> ended(GroupFace face, RunId run) {
    return face.state(run.job()).last().stream()
        .filter(end -> end.run().id().equals(run))
        .findFirst();
  }

  private static FinishedRun awaitEnd(GroupFace face, RunId run) {
    await("the end of " + run).atMost(Nodes.LONG).until(() -> ended(face, run).isPresent());
    return ended(face, run).orElseThrow();
  }

  @Test
  void aRunThatIsAskedForOnAFollowerHappensOnceWithItsData() throws Exception {
    GroupFace face = follower("work", nodes.recording("work", NEVER));
    String channel = nodes.channel() + "-by-hand";

    Asked asked = ask(face.by("a test").trigger(new JobName("work"), Map.of("channel", channel)));

    RunId run = ((Asked.Run) asked).run();
    FinishedRun end = awaitEnd(face, run);
    assertThat(end.state()).isEqualTo(EndState.SUCCEEDED);
    assertThat(end.run().kind()).isEqualTo(RunKind.MANUAL);
    assertThat(RecordingJob.of(channel))
        .singleElement()
        .satisfies(seen -> assertThat(seen.run()).isEqualTo(run.toString()));
    assertThat(face.history(run.job(), Long.MAX_VALUE, 10).toCompletableFuture().join().runs())
        .singleElement()
        .satisfies(kept -> assertThat(kept.run().id()).isEqualTo(run));
    await().atMost(Nodes.LONG).until(() -> face.definitions().requests().isEmpty());
  }

  @Test
  void aJobIsPausedAndResumedFromAFollowerAndStaysPausedUnderTheNextLeader() throws Exception {
    GroupFace face = follower("tick", nodes.recording("tick", "every = 100ms, catch-up = skip"));
    nodes.awaitMoreRuns("default/tick/", 3);

    assertThat(ask(face.by("").pause(new JobName("tick")))).isInstanceOf(Asked.Done.class);
    TenureNode first = nodes.leader("default");
    first.resign(GROUP).toCompletableFuture().join();
    await().atMost(Nodes.LONG).until(() -> nodes.leader("default") != first);
    assertThat(face.definitions().trigger(new TriggerName("tick")).orElseThrow().value().mode())
        .isEqualTo(TriggerMode.PAUSED);
    int before = nodes.runs("default/tick/").size();
    Asked byHand = ask(face.by("").trigger(new JobName("tick"), Map.of()));
    RunId run = ((Asked.Run) byHand).run();
    awaitEnd(face, run);
    assertThat(nodes.runs("default/tick/")).as("a paused job's slots").hasSize(before + 1);

    assertThat(ask(face.by("").resume(new JobName("tick")))).isInstanceOf(Asked.Done.class);
    nodes.awaitMoreRuns("default/tick/", 3);
  }

  @Test
  void aRunIsInterruptedFromAFollower() throws Exception {
    String job = "jobs.slow { class = \"%s\", %s }".formatted(PatientJob.class.getName(), NEVER);
    GroupFace face = follower("slow", job);
    RunId run = ((Asked.Run) ask(face.by("").trigger(new JobName("slow"), Map.of()))).run();
    await().atMost(Nodes.LONG).until(() -> face.state(run.job()).openRun(run).isPresent());

    assertThat(ask(face.by("a test").interrupt(run))).isInstanceOf(Asked.Done.class);
    assertThat(awaitEnd(face, run).state()).isEqualTo(EndState.INTERRUPTED);
    Asked again = ask(face.by("a test").interrupt(run));
    assertThat(((Asked.Refused) again).reason()).isEqualTo(Asked.Reason.UNKNOWN);
  }

  @Test
  void whatMakesNoSenseIsRefusedInWords() throws Exception {
    GroupFace face = follower("work", nodes.recording("work", NEVER));
    List<Asked> refused =
        List.of(
            ask(face.by("").trigger(new JobName("nothing"), Map.of())),
            ask(face.by("").pause(new JobName("nothing"))),
            ask(face.by("").trigger(new JobName("work"), Map.of("x", "x".repeat(300 * 1024)))));

    assertThat(refused)
        .extracting(asked -> ((Asked.Refused) asked).reason())
        .containsExactly(Asked.Reason.UNKNOWN, Asked.Reason.UNKNOWN, Asked.Reason.INVALID);
    assertThat(refused.get(0).message()).contains("group default has no job nothing");
    assertThat(refused.get(2).message()).contains("262144");
  }
}
