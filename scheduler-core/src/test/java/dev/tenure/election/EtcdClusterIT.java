package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.LocalEtcd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Elections on three members, some of which stand still. */
class EtcdClusterIT {

  private static final Duration TTL = Duration.ofSeconds(5);

  private static LocalEtcd etcd;
  private static int names;
  private final ElectionName name = new ElectionName("/cluster/" + ++names);

  @BeforeAll
  static void start() {
    etcd = LocalEtcd.start(LocalEtcd.Options.cluster());
  }

  @AfterEach
  void wakeAll() {
    IntStream.range(0, 3).forEach(etcd::resume);
    etcd.awaitHealthy();
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @Test
  void whicheverMemberStandsStillTheTermGoesOn() {
    // One of the three is the members' own leader, so that a new one has to be elected, too.
    try (Peer a = peer(TTL);
        Peer b = peer(TTL)) {
      a.lead("a");
      b.enqueue("b");
      Leadership leadership = a.leadership().orElseThrow();
      for (int member = 0; member < 3; member++) {
        etcd.pause(member);
        stays(Duration.ofMillis(2500), leadership::held);
        etcd.resume(member);
        stays(Duration.ofMillis(500), leadership::held);
      }
      assertThat(a.heard.stream().filter(h -> h.startsWith("ERROR"))).isEmpty();
      await(a.election.resign());
      until(b::leads);
    }
  }

  @Test
  void withoutAQuorumTheTermEndsByItsDeadlineAndWithOneItHealsByItself() {
    try (Peer a = peer(Peer.TTL);
        Peer b = peer(Peer.TTL)) {
      a.election.stand(() -> "a");
      until(a::leads);
      b.election.stand(() -> "b");
      until(() -> a.names().size() == 2);
      Leadership old = a.leadership().orElseThrow();

      etcd.pause(1);
      etcd.pause(2);
      await(old.ended());
      stays(Duration.ofSeconds(2), () -> !a.leads() && !b.leads());
      etcd.resume(1);
      etcd.resume(2);

      until(() -> a.leads() || b.leads());
      until(() -> a.names().size() == 2);
      assertThat(a.leads() && b.leads()).isFalse();
    }
  }

  @Test
  void aMemberWithoutAQuorumIsNotBelieved() {
    // This candidate knows one member only, and that one is cut off from the others.
    try (Peer lonely = Peer.open(Peer.quick(List.of(etcd.endpoint(0))), name, TTL)) {
      etcd.pause(1);
      etcd.pause(2);
      lonely.election.campaign("lonely");
      until(lonely::failed);
    }
  }

  private static void stays(Duration time, Callable<Boolean> condition) {
    Awaitility.await().during(time).atMost(time.plusSeconds(20)).until(condition);
  }

  private Peer peer(Duration ttl) {
    return Peer.open(Peer.quick(etcd.endpoints()), name, ttl);
  }
}
