package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static dev.tenure.etcd.Waiting.mustPut;
import static dev.tenure.etcd.Waiting.put;
import static dev.tenure.etcd.Waiting.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.store.Bytes;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Lease;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.testing.FaultProxy;
import dev.tenure.testing.StoreContract.Recorder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Etcd as child processes, and the store while they come and go. */
class LocalEtcdIT {

  @Test
  void closingLeavesNeitherProcessNorFolder() {
    LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
    long pid = etcd.pid(0);
    Path folder = etcd.logFile(0).getParent();
    assertThat(command(pid)).isEqualTo("etcd");

    etcd.close();
    etcd.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(folder).doesNotExist();
    assertThatThrownBy(() -> etcd.pid(0)).hasMessageContaining("not running");
  }

  @Test
  void dataOutlivesStopAndKill(@TempDir Path folder) {
    LocalEtcd.Options options = LocalEtcd.Options.single().withDataDir(folder.resolve("data"));
    try (LocalEtcd etcd = LocalEtcd.start(options);
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      mustPut(store, "/a", "kept");
      Recorder recorder = new Recorder();
      Watch watch = store.watch("/", 1, recorder);
      Awaitility.await().until(() -> recorder.events.size() == 1);
      long first = etcd.pid(0);

      etcd.stop(0);
      Awaitility.await().until(() -> recorder.broken.size() == 1);
      assertThat(works(() -> store.get("/a"))).isFalse();
      etcd.restart(0);

      Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> works(() -> store.get("/a")));
      assertThat(etcd.pid(0)).isNotEqualTo(first);
      etcd.kill(0);
      etcd.restart(0);
      Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> works(() -> store.get("/a")));
      assertThat(await(store.get("/a")).orElseThrow().value()).isEqualTo(Bytes.utf8("kept"));
      assertThat(recorder.broken).hasSize(1);
      watch.close();
    }
    assertThat(folder.resolve("data")).isNotEmptyDirectory();
  }

  @Test
  void aClusterInAFolderIsFoundAgain(@TempDir Path folder) {
    LocalEtcd.Options options = LocalEtcd.Options.cluster().withDataDir(folder);
    try (LocalEtcd etcd = LocalEtcd.start(options);
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      mustPut(store, "/a", "kept");
    }

    try (LocalEtcd etcd = LocalEtcd.start(options);
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      assertThat(await(store.get("/a")).orElseThrow().value()).isEqualTo(Bytes.utf8("kept"));
    }
    assertThatThrownBy(() -> LocalEtcd.start(LocalEtcd.Options.single().withDataDir(folder)))
        .hasMessageContaining("holds an etcd with 3 member(s), not 1");
  }

  @Test
  void aTakenPortIsNamed() {
    try (LocalEtcd first = LocalEtcd.start(LocalEtcd.Options.single())) {
      int port = java.net.URI.create(first.endpoint(0)).getPort();
      LocalEtcd.Options same = LocalEtcd.Options.single().withClientPorts(List.of(port));

      assertThatThrownBy(() -> LocalEtcd.start(same))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("port " + port + " of 127.0.0.1 is taken");
    }
  }

  @Test
  void aMemberThatEndsAtItsStartIsQuoted() {
    LocalEtcd.Options wrong = LocalEtcd.Options.single().withExtraArgs(List.of("--no-such-flag"));

    assertThatThrownBy(() -> LocalEtcd.start(wrong))
        .hasMessageContaining("etcd-1 ended at its start")
        .hasMessageContaining("no-such-flag");
  }

  @Test
  void aPausedMemberIsSilentAndComesBack() {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        EtcdStore store = EtcdStore.open(quick(etcd.endpoints()))) {
      mustPut(store, "/a", "x");

      etcd.pause(0);
      assertThat(works(() -> store.get("/a"))).isFalse();
      etcd.resume(0);

      Awaitility.await().until(() -> works(() -> store.get("/a")));
    }
  }

  @Test
  void membersEndWithAKilledParent() throws IOException {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid;
    Path folder;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      pid = Long.parseLong(said.readLine());
      folder = Path.of(said.readLine());
      assertThat(command(pid)).isEqualTo("etcd");

      parent.destroyForcibly();

      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
    }
    LocalEtcdIT.delete(folder);
  }

  @Test
  void aClusterOutlivesOneMember() {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.cluster());
        EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      mustPut(store, "/a", "1");

      for (int member = 0; member < 3; member++) {
        etcd.kill(member);
        Awaitility.await().until(() -> put(store, "/a", "2") instanceof CommitResult.Committed);
        etcd.restart(member);
        etcd.awaitHealthy();
      }

      Awaitility.await().until(() -> works(() -> store.get("/a")));
    }
  }

  @Test
  void aClusterOutlivesAPausedMember() {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.cluster());
        EtcdStore store = EtcdStore.open(quick(etcd.endpoints()))) {
      Lease lease = await(store.grant(Duration.ofSeconds(5)));

      etcd.pause(0);

      // Calls go round the members; those to the silent one fail until its connection is given up.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> allOf(6, () -> works(() -> store.renew(lease.id()))));
      etcd.resume(0);
      Awaitility.await().until(() -> allOf(6, () -> works(() -> store.get("/a"))));
      await(store.revoke(lease.id()));
    }
  }

  @Test
  void aLeaseSurvivesOneBlackholedEndpointOfThree() {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.cluster());
        FaultProxy proxy = FaultProxy.to(etcd.endpoint(0))) {
      List<String> endpoints = new ArrayList<>(etcd.endpoints());
      endpoints.set(0, proxy.endpoint());
      try (EtcdStore store = EtcdStore.open(quick(endpoints))) {
        Lease lease = await(store.grant(Duration.ofSeconds(6)));
        proxy.stall();

        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < 9; i++) {
          if (!works(() -> store.renew(lease.id()))) {
            failures.incrementAndGet();
          }
          Awaitility.await().pollDelay(lease.ttl().dividedBy(4)).until(() -> true);
        }

        assertThat(failures).hasValueLessThan(6);
        assertThat(await(store.renew(lease.id()))).isEqualTo(lease.ttl());
      }
    }
  }

  @Test
  void aWatchBreaksWhenTheQuorumIsLost() {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.cluster());
        EtcdStore store = EtcdStore.open(quick(List.of(etcd.endpoint(0))))) {
      long from = mustPut(store, "/a", "x");
      Recorder recorder = new Recorder();
      Watch watch = store.watch("/", from, recorder);
      Awaitility.await().until(() -> recorder.events.size() == 1);

      etcd.pause(1);
      etcd.pause(2);

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> recorder.broken.size() == 1);
      assertThat(recorder.broken)
          .extracting(StoreException::kind)
          .containsExactly(StoreException.Kind.UNAVAILABLE);
      etcd.resume(1);
      etcd.resume(2);
      Awaitility.await().until(() -> works(() -> store.get("/a")));
      watch.close();
    }
  }

  private static boolean allOf(int times, java.util.function.BooleanSupplier call) {
    for (int i = 0; i < times; i++) {
      if (!call.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  private static EtcdSettings quick(List<String> endpoints) {
    return EtcdSettings.of(endpoints).withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(500));
  }

  private static String command(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> Path.of(command).getFileName().toString())
        .orElse("gone");
  }

  private static void delete(Path folder) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A program that starts etcd, says where, and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws InterruptedException {
      LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
      System.out.println(etcd.pid(0));
      System.out.println(etcd.logFile(0).getParent());
      TimeUnit.MINUTES.sleep(1);
      etcd.close();
    }
  }
}
