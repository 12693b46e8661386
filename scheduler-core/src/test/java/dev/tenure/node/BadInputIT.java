package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that somebody edited, and a store that is full: the thing concerned suffers, alone. */
final class BadInputIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final GroupName GROUP = new GroupName("default");
  private static final String OFTEN = "every = 200ms, catch-up { policy = all, max = 100000 }";
  private static final String GARBAGE = "{ not by us";

  @TempDir private Path folder;

  private static void put(Store store, String key, String value) {
    store
        .commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, value))))
        .toCompletableFuture()
        .join();
  }

  private static String value(Store store, String key) {
    return store.get(key).toCompletableFuture().join().orElseThrow().value().utf8();
  }

  @Test
  void aDefinitionThatSomebodyBrokeStopsThatJobAloneAndCanBeRepaired() throws Exception {
    try (Nodes nodes = new Nodes(etcd, folder);
        Store store = etcd.open()) {
      String jobs = nodes.recording("sound", OFTEN) + nodes.recording("broken", OFTEN);
      TenureNode first = nodes.start("node-1", jobs);
      nodes.start("node-2", jobs);
      nodes.awaitMoreRuns("default/broken/", 2);

      String key = new KeyLayout(nodes.root()).job(GROUP, new JobName("broken"));
      String good = value(store, key);
      put(store, key, GARBAGE);
      GroupFace face = first.group(GROUP).orElseThrow();
      await().atMost(Nodes.LONG).until(() -> face.definitions().problems().containsKey(key));
      nodes.awaitMoreRuns("default/sound/", 5);
      int runs = nodes.runs("default/broken/").size();
      TenureNode leader = nodes.leader("default");
      leader.resign(GROUP).toCompletableFuture().join();
      nodes.awaitMoreRuns("default/sound/", 10);

      assertThat(nodes.runs("default/broken/")).hasSize(runs);
      assertThat(value(store, key)).isEqualTo(GARBAGE);

      put(store, key, good);
      nodes.awaitMoreRuns("default/broken/", 2);

      put(store, key, GARBAGE);
      await().atMost(Nodes.LONG).until(() -> face.definitions().problems().containsKey(key));
      etcdctl(etcd.etcd(), "del", key);
      etcdctl(etcd.etcd(), "del", nodes.root() + "/jobs/default/applied");
      nodes.leader("default").resign(GROUP).toCompletableFuture().join();
      nodes.awaitMoreRuns("default/broken/", 2);
    }
  }

  @Test
  void aStateThatSomebodyBrokeStopsThatJobAloneAndCanBeDeleted() throws Exception {
    try (Nodes nodes = new Nodes(etcd, folder);
        Store store = etcd.open()) {
      String key = new KeyLayout(nodes.root()).state(GROUP, new JobName("broken"));
      put(store, key, GARBAGE);
      String jobs = nodes.recording("sound", OFTEN) + nodes.recording("broken", OFTEN);
      TenureNode node = nodes.start("node-1", jobs);

      nodes.awaitMoreRuns("default/sound/", 10);
      assertThat(nodes.runs("default/broken/")).isEmpty();
      assertThat(value(store, key)).isEqualTo(GARBAGE);

      etcdctl(etcd.etcd(), "del", key);
      node.resign(GROUP).toCompletableFuture().join();
      nodes.awaitMoreRuns("default/broken/", 2);
    }
  }

  @Test
  void aStoreThatIsFullStopsRunsUntilThereIsRoomAndDoublesNone() throws Exception {
    LocalEtcd.Options small =
        LocalEtcd.Options.single()
            .withExtraArgs(List.of("--quota-backend-bytes", Integer.toString(16 << 20)));
    try (LocalEtcd full = LocalEtcd.start(small);
        Store store = EtcdStore.open(EtcdSettings.of(full.endpoints()));
        Nodes nodes = new Nodes(full.endpoints(), "/full", folder)) {
      TenureNode node = nodes.start("node-1", nodes.recording("often", OFTEN));
      nodes.awaitMoreRuns("default/often/", 3);

      fill(store);
      await("nothing can be claimed").atMost(Nodes.LONG).until(() -> quietFor(nodes, 2));
      assertThat(node.leads(GROUP)).contains(true);

      etcdctl(full, "del", "--prefix", "/junk/");
      long revision = store.list("/none").toCompletableFuture().join().revision();
      etcdctl(full, "compact", Long.toString(revision));
      etcdctl(full, "defrag");
      etcdctl(full, "alarm", "disarm");
      nodes.awaitMoreRuns("default/often/", 20);

      Set<String> runs = new HashSet<>();
      nodes.runs("default/often/").forEach(run -> assertThat(runs.add(run.run())).isTrue());
    }
  }

  private static void fill(Store store) {
    String megabyte = "x".repeat(1 << 20);
    boolean room = true;
    for (int i = 0; room && i < 100; i++) {
      Commit junk = new Commit(List.of(), List.of(Commit.Put.unleased("/junk/" + i, megabyte)));
      try {
        room = store.commit(junk).toCompletableFuture().join() instanceof CommitResult.Committed;
      } catch (CompletionException e) {
        room = false;
      }
    }
    assertThat(room).as("there is still room").isFalse();
  }

  private static boolean quietFor(Nodes nodes, int seconds) throws InterruptedException {
    int before = nodes.runs("default/often/").size();
    TimeUnit.SECONDS.sleep(seconds);
    return nodes.runs("default/often/").size() == before;
  }

  private static void etcdctl(LocalEtcd etcd, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add("etcdctl");
    command.add("--endpoints=" + String.join(",", etcd.endpoints()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
