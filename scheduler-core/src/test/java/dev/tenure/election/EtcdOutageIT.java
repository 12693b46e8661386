package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.store.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Elections on one etcd that restarts, stands still or stays away, and a crowd that churns. */
class EtcdOutageIT {

  private static final Duration LONG_TTL = Duration.ofSeconds(5);

  private static LocalEtcd etcd;
  private static int names;
  private final ElectionName name = new ElectionName("/outage/" + ++names);

  @BeforeAll
  static void start() {
    etcd = LocalEtcd.start(LocalEtcd.Options.single());
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @Test
  void aRestartWithinTheTtlCostsNoTerm() {
    try (Peer a = peer(LONG_TTL);
        Peer b = peer(LONG_TTL)) {
      a.lead("a");
      b.enqueue("b");
      Leadership leadership = a.leadership().orElseThrow();

      etcd.kill(0);
      etcd.restart(0);

      // Longer than a lease that nobody renews would live.
      stays(LONG_TTL.plusSeconds(1), leadership::held);
      await(a.election.proclaim("still a"));
      assertThat(a.heard.stream().filter(h -> h.startsWith("ERROR"))).isEmpty();
      await(a.election.resign());
      until(b::leads);
    }
  }

  @Test
  void aShortStandstillCostsNoTerm() {
    try (Peer a = peer(LONG_TTL)) {
      a.lead("a");
      Leadership leadership = a.leadership().orElseThrow();

      etcd.pause(0);
      stays(Duration.ofSeconds(2), leadership::held);
      etcd.resume(0);

      stays(Duration.ofSeconds(3), leadership::held);
    }
  }

  @Test
  void aLongOutageEndsTheTermByItsDeadlineAndHealsByItself() {
    try (Peer a = peer(Peer.TTL);
        Peer b = peer(Peer.TTL)) {
      a.election.stand(() -> "a");
      until(a::leads);
      b.election.stand(() -> "b");
      until(() -> a.names().size() == 2);
      Leadership old = a.leadership().orElseThrow();

      etcd.kill(0);
      await(old.ended());
      stays(Duration.ofSeconds(1), () -> !a.leads() && !b.leads());
      int tries = a.store.count(Call.GRANT);
      stays(Duration.ofSeconds(2), () -> !a.leads());
      assertThat(a.store.count(Call.GRANT) - tries).as("no storm").isLessThan(8);
      etcd.restart(0);

      until(() -> a.leads() || b.leads());
      until(() -> a.names().size() == 2);
      assertThat(old.held()).isFalse();
      Leadership next = a.leadership().or(b::leadership).orElseThrow();
      assertThat(next.term().number()).isGreaterThan(old.term().number());
    }
  }

  @Test
  void aLongStandstillEndsTheTermAndHealsByItself() {
    try (Peer a = peer(Peer.TTL)) {
      a.election.stand(() -> "a");
      until(a::leads);
      Leadership old = a.leadership().orElseThrow();

      etcd.pause(0);
      await(old.ended());
      etcd.resume(0);

      until(a::leads);
      assertThat(a.leadership().orElseThrow().term().number()).isGreaterThan(old.term().number());
    }
  }

  @Test
  void aCrowdLeadsInTheOrderOfItsKeysWhoeverDies() {
    Set<String> before = leases();
    List<Peer> crowd = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Peer peer = peer(Peer.TTL);
      crowd.add(peer);
      peer.enqueue("peer " + i);
    }
    RandomGenerator random = RandomGenerator.getDefault();
    List<Long> terms = new ArrayList<>();
    try (EtcdStore store = EtcdStore.open(Peer.quick(etcd.endpoints()))) {
      while (!crowd.isEmpty()) {
        // Whoever is first in the queue is the one who leads next, always.
        until(() -> crowd.stream().anyMatch(Peer::leads));
        Peer leader = crowd.stream().filter(Peer::leads).findFirst().orElseThrow();
        List<Entry> queue = await(store.list(name.prefix())).entries();
        assertThat(queue.get(0).key()).isEqualTo(leader.leadership().orElseThrow().key());
        assertThat(crowd.stream().filter(Peer::leads)).hasSize(1);
        terms.add(leader.leadership().orElseThrow().term().number());
        killSome(crowd, random);
        crowd.remove(leader);
        if (random.nextInt(4) == 0) {
          leader.die();
        }
        leader.close();
      }
    }

    assertThat(terms).isSorted().doesNotHaveDuplicates();
    until(() -> before.containsAll(leases()));
  }

  /** Two of those who wait, at most. */
  private static void killSome(List<Peer> crowd, RandomGenerator random) {
    for (int i = 0; i < 2 && crowd.size() > 3; i++) {
      Peer victim = crowd.get(1 + random.nextInt(crowd.size() - 1));
      if (!victim.leads()) {
        crowd.remove(victim);
        victim.die();
        victim.close();
      }
    }
  }

  /** As an operator lists them; jetcd cannot. */
  private static Set<String> leases() {
    try {
      ProcessBuilder list =
          new ProcessBuilder("etcdctl", "--endpoints", etcd.endpoint(0), "lease", "list");
      list.environment().put("ETCDCTL_API", "3");
      Process process = list.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).contains("found");
      return said.lines().skip(1).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stays(Duration time, Callable<Boolean> condition) {
    Awaitility.await().during(time).atMost(time.plusSeconds(20)).until(condition);
  }

  private Peer peer(Duration ttl) {
    return Peer.open(Peer.quick(etcd.endpoints()), name, ttl);
  }
}
