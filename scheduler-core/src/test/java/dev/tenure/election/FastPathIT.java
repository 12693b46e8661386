package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.FreePorts;
import dev.tenure.lifeline.ProcessSign;
import dev.tenure.lifeline.SocketLifelines;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A candidate here waits behind a process that is killed, stopped or cut off. Leases last a minute:
 * who leads sooner has evicted somebody.
 */
class FastPathIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  /** Half of a lease. */
  private static final Duration LIMIT = LifelineProcess.TTL.dividedBy(2);

  @TempDir Path folder;

  private final List<Process> processes = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private ElectionName name;
  private EtcdStore store;
  private Election here;

  @BeforeEach
  void open() throws Exception {
    name = new ElectionName(etcd.freshRoot() + "fast-path");
    store = etcd.open();
  }

  @AfterEach
  void close() throws Exception {
    processes.forEach(Process::destroyForcibly);
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
    store.close();
  }

  private Process start(String word, int port, int advertised) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LifelineProcess.class.getName(),
                etcd.etcd().endpoint(0),
                name.value(),
                String.valueOf(port),
                String.valueOf(advertised),
                word)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(word).toFile())
            .start();
    processes.add(process);
    eventually(word + " stands", () -> names().contains(word));
    return process;
  }

  /** Waits here, behind whoever is there, until the lines are held and old enough to count. */
  private void waitHere() throws Exception {
    SocketLifelines lifelines = LifelineProcess.listen("here");
    opened.add(lifelines);
    Elections elections = LifelineProcess.on(store, lifelines);
    opened.add(elections);
    here = elections.open(name);
    here.stand(() -> LifelineProcess.value("here", lifelines.endpoint("127.0.0.1", 0)));
    eventually("waits", () -> names().contains("here"));
    pass(CrashWatch.AGE.multipliedBy(2));
  }

  /** The machine may be busy, and single calls slow; but it must be before a lease ends. */
  private static void eventually(String what, Callable<Boolean> condition) {
    await(what).atMost(LIMIT).ignoreExceptions().until(condition);
  }

  private static void pass(Duration span) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(span.toMillis());
  }

  private List<String> names() {
    return store.list(name.prefix()).toCompletableFuture().join().entries().stream()
        .sorted(Comparator.comparingLong(Entry::createRevision))
        .map(entry -> entry.value().utf8().split(" ", -1)[0])
        .toList();
  }

  private boolean leads() {
    return here.state() instanceof ElectionState.Leader;
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  private void nobodyWasEvicted(String leader) throws Exception {
    pass(Duration.ofSeconds(4));
    assertThat(leads()).isFalse();
    assertThat(here.evictions().count()).isZero();
    assertThat(names().get(0)).isEqualTo(leader);
  }

  @Test
  void aKilledLeaderIsFollowedBeforeItsLeaseEnds() throws Exception {
    Process there = start("there", 0, 0);
    waitHere();
    String key =
        here.leader().toCompletableFuture().join() instanceof Observation.Leader it ? it.key() : "";

    signal(there, "KILL");

    eventually("leads", this::leads);
    assertThat(names()).containsExactly("here");
    assertThat(here.evictions().last().orElseThrow().evidence().process())
        .isEqualTo(ProcessSign.GONE);
    LeaseId left = new LeaseId(Long.parseLong(key.substring(name.prefix().length()), 16));
    eventually("its lease is given back", () -> !store.alive(left).toCompletableFuture().join());
  }

  @Test
  void aLeaderAndTheNextInLineAreKilledTogether() throws Exception {
    Process first = start("first", 0, 0);
    Process second = start("second", 0, 0);
    waitHere();

    signal(second, "KILL");
    signal(first, "KILL");

    eventually("leads", this::leads);
    assertThat(here.evictions().count()).isPositive();
  }

  @Test
  void aStoppedLeaderIsNotEvicted() throws Exception {
    Process there = start("there", 0, 0);
    waitHere();

    signal(there, "STOP");

    nobodyWasEvicted("there");
  }

  @Test
  void aLeaderBehindABrokenProxyIsNotEvicted() throws Exception {
    int port = FreePorts.one();
    try (FaultProxy proxy = FaultProxy.to("http://127.0.0.1:" + port)) {
      int advertised = Integer.parseInt(proxy.endpoint().replaceAll(".*:", ""));
      start("there", port, advertised);
      waitHere();

      proxy.refuse();
      proxy.cut();
      nobodyWasEvicted("there");

      proxy.pass();
      proxy.cut();
      nobodyWasEvicted("there");
    }
  }

  @Test
  void aForeignLeaderIsNotEvictedWhateverBecomesOfIt() throws Exception {
    Process foreign =
        new ProcessBuilder(
                "etcdctl", "--endpoints", etcd.etcd().endpoint(0), "elect", name.value(), "etcdctl")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("etcdctl").toFile())
            .start();
    processes.add(foreign);
    eventually("stands", () -> names().contains("etcdctl"));
    waitHere();

    signal(foreign, "KILL");

    nobodyWasEvicted("etcdctl");
  }

  @Test
  void whoSaysGoodbyeIsNotEvicted() throws Exception {
    SocketLifelines theirs = LifelineProcess.listen("there");
    Elections elections = LifelineProcess.on(store, theirs);
    opened.add(elections);
    elections
        .open(name)
        .stand(() -> LifelineProcess.value("there", theirs.endpoint("127.0.0.1", 0)));
    eventually("stands", () -> names().contains("there"));
    waitHere();

    theirs.close();

    nobodyWasEvicted("there");
  }

  @Test
  void anotherProcessAtTheAddressDoesNotProveADeath() throws Exception {
    int port = FreePorts.one();
    try (FaultProxy proxy = FaultProxy.to("http://127.0.0.1:" + port)) {
      start("there", port, Integer.parseInt(proxy.endpoint().replaceAll(".*:", "")));
      waitHere();
      int taken = Integer.parseInt(proxy.endpoint().replaceAll(".*:", ""));
      proxy.refuse();
      // A port is given up with a little delay.
      eventually(
          "another process listens there",
          () -> opened.add(SocketLifelines.listen("127.0.0.1", taken, "other")));
      nobodyWasEvicted("there");
    }
  }
}
