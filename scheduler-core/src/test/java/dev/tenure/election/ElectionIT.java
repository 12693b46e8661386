package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenure.election.ElectionException.CampaignInProgress;
import dev.tenure.election.ElectionException.NotLeader;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.testing.EtcdExtension;
import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Elections on a whole etcd, without faults but those of operators. */
class ElectionIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private final List<Peer> peers = new ArrayList<>();
  private ElectionName name;
  private EtcdStore store;

  @BeforeEach
  void open() {
    name = new ElectionName(etcd.freshRoot() + "e");
    store = etcd.open();
  }

  @AfterEach
  void close() {
    peers.forEach(Peer::close);
    assertThat(queue()).as("keys left behind").isEmpty();
    store.close();
  }

  @Test
  void resigningHandsOverAndTermsRise() {
    Peer a = peer().lead("a");
    Peer b = peer().enqueue("b");
    long first = a.won.get(0).term().number();

    await(a.election.resign());
    until(b::leads);

    assertThat(b.leadership().orElseThrow().term().number()).isGreaterThan(first);
    a.election.campaign("a2");
    until(() -> queue().size() == 2);
    assertThat(b.names()).containsExactly("b", "a2");
    until(() -> a.heard.size() >= 5);
    assertThat(a.heard.stream().filter(h -> !h.startsWith("st")))
        .startsWith("FOLLOWER", "LEADER(" + first + ")", "FOLLOWER");
    assertThat(a.heard.stream().filter(h -> h.startsWith("st")))
        .containsExactly("start " + first, "stop " + first + " RESIGNED");
  }

  @Test
  void aWaitingCandidateWhoseLeaseDiesStandsAgainWithANewOne() {
    Peer a = peer().lead("a");
    Peer b = peer();
    b.election.stand(() -> "b");
    until(() -> queue().size() == 2);
    LeaseId dead = queue().get(1).lease();

    await(store.revoke(dead));

    until(() -> b.heard.contains("ERROR SessionLost"));
    until(() -> queue().size() == 2);
    await(a.election.resign());
    until(b::leads);
    assertThat(b.leadership().orElseThrow().lease()).isNotEqualTo(dead);
  }

  @Test
  void aWinThatRacesWithTheEndOfItsLeaseIsNeverAPhantom() {
    Peer a = peer();
    Peer b = peer();
    RandomGenerator random = RandomGenerator.getDefault();
    for (int i = 0; i < 25; i++) {
      a.lead("a");
      b.enqueue("b");
      LeaseId lease = queue().get(1).lease();
      CompletionStage<Void> resigned = a.election.resign();
      Awaitility.await()
          .pollDelay(Duration.ofNanos(random.nextInt(6_000_000)))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> true);

      await(store.revoke(lease));

      await(resigned);
      until(b::failed);
      assertThat(queue()).isEmpty();
      assertThat(b.election.state()).isInstanceOf(ElectionState.Error.class);
      until(
          () ->
              b.heard.stream().filter(h -> h.startsWith("start")).count()
                  == b.heard.stream().filter(h -> h.startsWith("stop")).count());
    }
  }

  @Test
  void aKeyDeletedByAnOperatorEndsTheTermAndTheNewPlaceIsTheLast() {
    Peer a = peer();
    a.election.stand(() -> "a");
    until(() -> a.won.size() == 1);
    Peer b = peer().enqueue("b");
    Leadership old = a.won.get(0);

    await(store.commit(new Commit(List.of(), List.of(new Commit.Delete(old.key())))));

    await(old.ended());
    assertThat(old.held()).isFalse();
    until(b::leads);
    until(() -> b.names().equals(List.of("b", "a")));
    await(b.election.resign());
    until(() -> a.won.size() == 2);
    assertThat(a.won.get(1).term().number()).isGreaterThan(b.won.get(0).term().number());
  }

  @Test
  void theFenceRefusesWhatAnOldLeaderWrites() {
    Peer a = peer().lead("a");
    Leadership old = a.leadership().orElseThrow();
    Peer b = peer().enqueue("b");
    String claim = name.value() + "-claim";
    assertThat(await(claim(old, claim, "by a"))).isInstanceOf(CommitResult.Committed.class);
    await(a.election.resign());
    until(b::leads);

    assertThat(await(claim(old, claim, "by a, late"))).isInstanceOf(CommitResult.Refused.class);
    assertThat(causeOf(a.election.proclaim("late"))).isInstanceOf(NotLeader.class);
    ResumedLeadership resumed = a.elections.resume(name, old.key(), old.term().number());
    assertThat(causeOf(resumed.proclaim("late"))).isInstanceOf(NotLeader.class);

    assertThat(await(store.get(claim)).orElseThrow().value().utf8()).isEqualTo("by a");
    assertThat(b.names()).containsExactly("b");
    assertThat(await(claim(b.leadership().orElseThrow(), claim, "by b")))
        .isInstanceOf(CommitResult.Committed.class);
  }

  @Test
  void aProclamationKeepsTheLease() {
    Peer a = peer().lead("a");
    Entry before = queue().get(0);

    await(a.election.proclaim("busy"));

    Entry after = queue().get(0);
    assertThat(after.value().utf8()).isEqualTo("busy");
    assertThat(after.lease()).isEqualTo(before.lease());
    assertThat(after.createRevision()).isEqualTo(before.createRevision());
    a.close();
    assertThat(queue()).isEmpty();
  }

  @Test
  void aSecondCampaignIsRefusedAndAnotherOneAfterAnErrorIsNot() {
    Peer a = peer().lead("a");
    assertThat(causeOf(a.election.campaign("again"))).isInstanceOf(CampaignInProgress.class);

    await(store.revoke(queue().get(0).lease()));
    until(a::failed);
    a.lead("a2");

    assertThat(a.names()).containsExactly("a2");
  }

  @Test
  void closingAtAnyMomentLeavesNothing() {
    Peer leader = peer().lead("leader");
    RandomGenerator random = RandomGenerator.getDefault();
    for (int i = 0; i < 20; i++) {
      Peer passing = Peer.open(etcd.settings(), name);
      passing.election.campaign("passing");
      Awaitility.await()
          .pollDelay(Duration.ofNanos(random.nextInt(15_000_000)))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> true);
      passing.close();
      assertThat(leader.names()).containsExactly("leader");
    }
    await(leader.election.resign());
  }

  @Test
  void theTimeThatWasGrantedCounts() {
    // etcd's floor is 2 s; whoever trusted the second it asked for would lead in vain.
    Peer a = peer(Duration.ofSeconds(1)).lead("a");
    Leadership leadership = a.leadership().orElseThrow();

    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(30))
        .until(leadership::held);

    assertThat(a.heard.stream().filter(h -> h.startsWith("LEADER"))).hasSize(1);
  }

  @Test
  void observersHearEverythingOfTheirOwnElectionOnly() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Peer observer = peer();
    observer.election.observe(o -> seen.add(text(o)));
    until(() -> seen.equals(List.of("none")));
    Peer neighbour = Peer.open(etcd.settings(), new ElectionName(name.value() + "s"));
    neighbour.lead("neighbour");

    Peer a = peer().lead("a");
    Peer b = peer().enqueue("b");
    await(a.election.proclaim("a busy"));
    await(a.election.resign());
    until(b::leads);
    await(b.election.resign());
    neighbour.close();

    until(() -> seen.size() >= 5);
    assertThat(seen).containsExactly("none", "a", "a busy", "b", "none");
    assertThat(await(observer.election.leader())).isEqualTo(new Observation.NoLeader());
    assertThat(queue()).as("an observer has no key").isEmpty();
  }

  @Test
  void compactionHarmsNobody() {
    Peer a = peer().lead("a");
    Peer b = peer().enqueue("b");
    for (int i = 0; i < 3; i++) {
      await(a.election.proclaim("a" + i));
    }
    long revision = await(store.list(name.prefix())).revision();
    try (Client client = Client.builder().endpoints(etcd.etcd().endpoint(0)).build()) {
      await(client.getKVClient().compact(revision));
    }

    assertThat(a.leads()).isTrue();
    await(a.election.resign());
    until(b::leads);
    assertThat(b.heard.stream().filter(h -> h.startsWith("ERROR"))).isEmpty();
  }

  @Test
  void aRestartedProcessResumesTheLeadershipWhoseLeaseStillLives() {
    Peer before = peer(Duration.ofSeconds(10)).lead("before");
    Leadership won = before.leadership().orElseThrow();
    before.die();

    Peer after = peer();
    ResumedLeadership resumed = after.elections.resume(name, won.key(), won.term().number());
    await(resumed.proclaim("after"));
    assertThat(after.names()).containsExactly("after");
    assertThat(queue().get(0).lease()).isEqualTo(won.lease());
    await(resumed.resign());

    after.lead("anew");
    assertThat(after.leadership().orElseThrow().term().number()).isGreaterThan(won.term().number());
    assertThat(causeOf(resumed.resign())).isInstanceOf(NotLeader.class);
    assertThat(after.names()).containsExactly("anew");
  }

  @Test
  void aProcessThatStartsAnewWaitsForTheOldLeaseToRunOut() {
    Peer before = peer().lead("before");
    long term = before.won.isEmpty() ? 0 : before.won.get(0).term().number();
    before.die();

    Peer after = peer().enqueue("after");
    assertThat(after.names()).containsExactly("before", "after");

    until(after::leads);
    assertThat(after.leadership().orElseThrow().term().number()).isGreaterThan(term);
    assertThat(after.names()).containsExactly("after");
  }

  @Test
  void electionsOfOneProcessAreIndependent() {
    Peer a = peer().lead("a");
    Election other = a.elections.open(new ElectionName(name.value() + "-other"));
    await(other.campaign("a"));

    await(other.resign());

    assertThat(a.leads()).isTrue();
    assertThat(await(other.leader())).isEqualTo(new Observation.NoLeader());
  }

  private CompletionStage<CommitResult> claim(Leadership by, String key, String value) {
    return store.commit(new Commit(List.of(by.fence()), List.of(Commit.Put.unleased(key, value))));
  }

  private static Throwable causeOf(CompletionStage<?> stage) {
    return catchThrowable(() -> await(stage)).getCause();
  }

  private static String text(Observation observation) {
    return observation instanceof Observation.Leader leader ? leader.value().utf8() : "none";
  }

  private List<Entry> queue() {
    return await(store.list(name.prefix())).entries();
  }

  private Peer peer() {
    return peer(Peer.TTL);
  }

  private Peer peer(Duration ttl) {
    Peer peer = Peer.open(etcd.settings(), name, ttl);
    peers.add(peer);
    return peer;
  }
}
