package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is dead is evicted before its lease ends; who lives is not. In manual time. */
class FastPathTest {

  /** Far less than a lease lasts, and more than a proof needs. */
  private static final Duration SOON = Duration.ofMillis(500);

  private final Arena arena = new Arena();
  private final FakeLifelines lifelines = new FakeLifelines(arena.time, arena.random.split());

  private Contender leads(String name) {
    arena.fastPath = Optional.of(lifelines.path());
    return settled(arena.leader(name));
  }

  private Contender waits(String name) {
    arena.fastPath = Optional.of(lifelines.path());
    return settled(arena.waiting(name));
  }

  private Contender settled(Contender contender) {
    arena.pass(CrashWatch.AGE.multipliedBy(2));
    return contender;
  }

  /** The process is gone at once, with its connections. */
  private void crash(Contender victim, String name) {
    victim.loop.close();
    victim.callbacks.close();
    victim.client.close();
    lifelines.crash(name);
  }

  @Test
  void theNextInLineLeadsLongBeforeTheLeaseEnds() {
    Contender a = leads("a");
    Contender b = waits("b");
    crash(a, "a");
    arena.pass(SOON);
    assertThat(b.leads()).isTrue();
    Eviction eviction = b.election.evictions().last().orElseThrow();
    assertThat(eviction.createRevision()).isEqualTo(a.leaderships.get(0).term().number());
    assertThat(eviction.evidence().refusals()).isEqualTo(CrashWatch.REFUSALS);
  }

  @Test
  void withoutTheFastPathTheLeaseHasToEnd() {
    Contender a = leads("a");
    arena.fastPath = Optional.empty();
    Contender b = settled(arena.waiting("b"));
    crash(a, "a");
    arena.pass(SOON);
    assertThat(b.leads()).isFalse();
    arena.until(b::leads);
    assertThat(b.election.evictions().count()).isZero();
  }

  @Test
  void onlyTheNextInLineActs() {
    Contender a = leads("a");
    Contender b = waits("b");
    Contender c = waits("c");
    crash(a, "a");
    arena.pass(SOON);
    assertThat(b.leads()).isTrue();
    assertThat(c.election.evictions().count()).isZero();
  }

  @Test
  void whenTheLeaderAndTheNextDieTogetherTheThirdLeads() {
    Contender a = leads("a");
    Contender b = waits("b");
    Contender c = waits("c");
    crash(b, "b");
    crash(a, "a");
    arena.pass(SOON.multipliedBy(2));
    assertThat(c.leads()).isTrue();
    assertThat(c.election.evictions().count()).isEqualTo(2);
  }

  @Test
  void aForeignCandidateIsNeverEvicted() {
    Contender a = leads(FakeLifelines.FOREIGN);
    Contender b = waits("b");
    crash(a, FakeLifelines.FOREIGN);
    arena.pass(SOON);
    assertThat(b.leads()).isFalse();
    arena.until(b::leads);
    assertThat(b.election.evictions().count()).isZero();
  }

  @Test
  void aLeaderThatStandsStillIsLeftToItsLease() {
    Contender a = leads("a");
    Contender b = waits("b");
    a.pause();
    arena.pass(SOON);
    assertThat(b.leads()).isFalse();
    arena.until(b::leads);
    assertThat(b.election.evictions().count()).isZero();
  }

  @Test
  void connectionsThatEndOrGetNoAnswerMoveNobody() {
    Contender a = leads("a");
    Contender b = waits("b");
    for (int i = 0; i < 20; i++) {
      lifelines.reset("a");
      arena.pass(Duration.ofMillis(300));
      lifelines.swallow("a");
      arena.pass(Duration.ofMillis(700));
      lifelines.heal("a");
    }
    assertThat(a.leads()).isTrue();
    assertThat(b.election.evictions().count()).isZero();
  }

  @Test
  void throughAProxyARefusalMovesNobody() {
    lifelines.throughProxies();
    Contender a = leads("a");
    Contender b = waits("b");
    lifelines.lieAbout("a");
    arena.pass(Arena.TTL.multipliedBy(4));
    assertThat(a.leads()).isTrue();
    assertThat(b.election.evictions().count()).isZero();
  }

  @Test
  void aVictimThatLivesStandsAgainAndIsNotEvictedAgain() {
    Contender a = contenderThatStands("a");
    Contender b = contenderThatStands("b");
    lifelines.lieAbout("a");
    arena.until(b::leads);
    assertThat(a.heard).contains("ERROR SessionLost", "stop 1 LOST");
    arena.until(() -> arena.names().equals(List.of("b", "a")));
    arena.pass(SOON);
    assertThat(b.election.evictions().mistaken()).as("as long as it does not answer").isZero();

    lifelines.heal("a");
    arena.until(() -> b.election.evictions().mistaken() == 1);
    b.election.resign();
    arena.until(a::leads);
    b.election.stand(() -> "b");
    settled(b);
    lifelines.lieAbout("a");
    arena.pass(Arena.TTL);
    assertThat(a.leads()).isTrue();
    assertThat(b.election.evictions().count()).isEqualTo(1);
  }

  private Contender contenderThatStands(String name) {
    arena.fastPath = Optional.of(lifelines.path());
    Contender contender = arena.contender(name);
    contender.election.stand(() -> name);
    return settled(contender);
  }

  @Test
  void anEvictionHitsTheVeryKeyThatWasSeenOrNothing() {
    Contender a = leads("a");
    Contender b = waits("b");
    String key = arena.queue().get(0).key();
    b.store.beforeNext(InterceptedStore.Call.COMMIT, () -> arena.server.delete(key));
    crash(a, "a");
    arena.until(b::leads);
    assertThat(b.election.evictions().count()).as("its key was gone already").isZero();
  }

  @Test
  void anotherKeyInItsPlaceIsLeftAlone() {
    Contender a = leads("a");
    Contender b = waits("b");
    String key = arena.queue().get(0).key();
    int commits = b.store.count(InterceptedStore.Call.COMMIT);
    b.store.beforeNext(
        InterceptedStore.Call.COMMIT,
        () -> {
          arena.server.delete(key);
          arena.server.put(key, "somebody else");
        });
    crash(a, "a");
    arena.until(() -> b.store.count(InterceptedStore.Call.COMMIT) > commits);
    arena.pass(SOON);
    assertThat(arena.server.entries(key)).as("the key of somebody else").hasSize(1);
    assertThat(b.election.evictions().count()).isZero();
  }

  @Test
  void whoResignsIsNotEvicted() {
    Contender a = leads("a");
    Contender b = waits("b");
    arena.settled(a.election.closeAsync());
    lifelines.crash("a");
    arena.until(b::leads);
    assertThat(b.election.evictions().count()).isZero();
  }
}
