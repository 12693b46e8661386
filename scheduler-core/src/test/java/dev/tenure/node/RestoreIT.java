package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.ElectionState;
import dev.tenure.election.Elections;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.model.GroupName;
import dev.tenure.store.Commit;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * etcd is restored from a snapshot that is older than what the nodes did last. The commands are
 * those of docs/operations/runbook.md.
 */
final class RestoreIT {

  private static final GroupName GROUP = new GroupName("default");
  private static final String EVERY = "every = 200ms, catch-up { policy = all, max = 100000 }";
  private static final String SKIPPING = "every = 200ms, catch-up = skip";

  @TempDir private Path folder;
  @TempDir private Path data;
  private LocalEtcd etcd;
  private EtcdSnapshot snapshot;
  private Nodes nodes;

  @BeforeEach
  void start() {
    etcd = LocalEtcd.start(LocalEtcd.Options.single().withDataDir(data));
    nodes = new Nodes(etcd.endpoints(), "/" + folder.getFileName(), folder);
  }

  @AfterEach
  void end() {
    nodes.close();
    etcd.close();
  }

  @Test
  void whatRanAfterTheSnapshotRunsAgainByItsCatchUpAndTermsGoBack() throws Exception {
    long before = runPastASnapshot(jobs(EVERY, SKIPPING));
    List<String> ran = runs("again");

    restore();
    nodes.start("node-2", jobs(EVERY, SKIPPING));
    nodes.awaitMoreRuns("default/skipping/", 10);

    assertThat(last().term()).as("a term after the restore").isLessThan(before);
    await().atMost(Nodes.LONG).until(() -> runs("again").containsAll(doubled("again")));
    assertThat(doubled("again")).isNotEmpty().isSubsetOf(ran);
    assertThat(doubled("skipping")).isEmpty();
  }

  @Test
  void jobsThatAreSetToSkipBeforeTheNodesStartDoNotRunAgain() throws Exception {
    runPastASnapshot(jobs(EVERY, EVERY));

    restore();
    nodes.start("node-2", jobs(SKIPPING, SKIPPING));
    nodes.awaitMoreRuns("default/again/", 10);

    assertThat(doubled("again")).isEmpty();
    assertThat(doubled("skipping")).isEmpty();
  }

  @Test
  void aRootThatIsEmptiedMakesEveryAccountBeginAnew() throws Exception {
    runPastASnapshot(jobs(EVERY, EVERY));

    restore();
    EtcdSnapshot.etcdctl(etcd, "del", "--prefix", nodes.root() + "/");
    nodes.start("node-2", jobs(EVERY, EVERY));
    nodes.awaitMoreRuns("default/again/", 10);

    assertThat(doubled("again")).isEmpty();
    assertThat(doubled("skipping")).isEmpty();
  }

  @Test
  void nodesThatLiveThroughARestoreSaySoAndWorkWhenTheyAreStartedAnew() throws Exception {
    String jobs = jobs(EVERY, EVERY);
    TenureNode first = nodes.start("node-1", jobs);
    TenureNode second = nodes.start("node-2", jobs);
    nodes.awaitMoreRuns("default/again/", 5);
    snapshot();
    nodes.leader("default").resign(GROUP).toCompletableFuture().join();
    nodes.awaitMoreRuns("default/again/", 20);

    restore();
    for (TenureNode node : List.of(first, second)) {
      CompletableFuture<String> lost = node.lost().toCompletableFuture();
      await("a node notices").atMost(Nodes.LONG).until(lost::isDone);
      assertThat(lost.join()).startsWith("etcd has gone back from revision ");
      // What a supervisor does after exit code 4.
      node.close();
    }
    nodes.start("node-1");
    nodes.start("node-2");
    nodes.awaitMoreRuns("default/again/", 10);
  }

  @Test
  void anElectionAloneHealsByItself() throws Exception {
    ElectionOptions options = ElectionOptions.of(Duration.ofSeconds(2));
    try (Store store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()));
        Elections elections = Elections.on(store, options)) {
      snapshot();
      for (int i = 0; i < 100; i++) {
        store
            .commit(new Commit(List.of(), List.of(Commit.Put.unleased("/other", "" + i))))
            .toCompletableFuture()
            .join();
      }
      Election election = elections.open(new ElectionName("/alone"));
      BlockingQueue<Long> terms = new LinkedBlockingQueue<>();
      election.states(
          state -> {
            if (state instanceof ElectionState.Leader leader) {
              terms.add(leader.leadership().term().number());
            }
          });
      election.stand(() -> "me");
      assertThat(terms.poll(60, TimeUnit.SECONDS)).isGreaterThan(100);

      restore();
      assertThat(terms.poll(60, TimeUnit.SECONDS)).isNotNull().isLessThan(100);
    }
  }

  private String jobs(String again, String skipping) {
    return nodes.recording("again", again) + nodes.recording("skipping", skipping);
  }

  /** A node runs, a snapshot is taken, another term runs on and is stopped; answers that term. */
  private long runPastASnapshot(String jobs) throws Exception {
    TenureNode node = nodes.start("node-1", jobs);
    nodes.awaitMoreRuns("default/again/", 5);
    snapshot();
    nodes.awaitMoreRuns("default/again/", 10);
    node.close();
    node = nodes.start("node-1");
    nodes.awaitMoreRuns("default/again/", 10);
    node.close();
    return last().term();
  }

  private RecordingJob.Seen last() {
    List<RecordingJob.Seen> all = nodes.runs("default/");
    return all.get(all.size() - 1);
  }

  private List<String> runs(String job) {
    return nodes.runs("default/" + job + "/").stream().map(RecordingJob.Seen::run).toList();
  }

  private List<String> doubled(String job) {
    List<String> once = new ArrayList<>(runs(job));
    once.stream().distinct().toList().forEach(once::remove);
    return once;
  }

  private void snapshot() throws Exception {
    snapshot = EtcdSnapshot.of(etcd, data);
  }

  private void restore() throws Exception {
    snapshot.restore();
  }
}
