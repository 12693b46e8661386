package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.election.ElectionException.NotLeader;
import dev.tenure.election.InterceptedStore.Call;
import dev.tenure.store.Entry;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a leader says, and what one may do for a leadership that was won earlier. */
class ProclaimTest {

  private final Arena arena = new Arena();

  @Test
  void theValueChangesAndEverythingElseStays() {
    Contender a = arena.leader("a");
    Entry before = arena.queue().get(0);

    assertThat(arena.settled(a.election.proclaim("busy"))).isCompleted();

    Entry after = arena.queue().get(0);
    assertThat(after.value().utf8()).isEqualTo("busy");
    assertThat(after.createRevision()).isEqualTo(before.createRevision());
    assertThat(after.lease()).isEqualTo(before.lease());
    arena.settled(a.election.resign());
    arena.assertNothingLeft();
  }

  @Test
  void proclamationsArriveInTheOrderOfTheCalls() {
    Contender a = arena.leader("a");
    a.client.network().slowest = Duration.ofMillis(500);
    List<String> seen = new ArrayList<>();
    arena.contender("b").election.observe(o -> seen.add(valueOf(o)));
    arena.pass(Duration.ofSeconds(1));

    List<String> said = IntStream.rangeClosed(1, 20).mapToObj(i -> "word " + i).toList();
    List<CompletionStage<Void>> stages = said.stream().map(a.election::proclaim).toList();
    stages.forEach(arena::settled);
    arena.pass(Duration.ofSeconds(1));

    assertThat(seen.subList(1, seen.size())).isEqualTo(said);
  }

  @Test
  void aFailedProclamationDoesNotBlockTheNext() {
    Contender a = arena.leader("a");
    a.store.fail(Call.COMMIT, StoreException.Kind.LIMIT);
    CompletionStage<Void> failing = arena.settled(a.election.proclaim("too long"));
    a.store.heal(Call.COMMIT);

    assertThat(failing)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StoreException.class);
    assertThat(arena.settled(a.election.proclaim("short"))).isCompleted();
    assertThat(arena.names()).containsExactly("short");
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aProclamationWhoseAnswerIsLostIsNotCalledDone() {
    Contender a = arena.leader("a");
    a.client.network().lostAnswers = 1;

    CompletionStage<Void> unknown = arena.settled(a.election.proclaim("perhaps"));

    assertThat(unknown)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StoreException.class);
  }

  @Test
  void onlyTheLeaderMayProclaim() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    Contender idle = arena.contender("idle");

    assertNotLeader(b.election.proclaim("me!"));
    assertNotLeader(idle.election.proclaim("me!"));
    assertThat(arena.names()).containsExactly("a", "b");

    arena.settled(a.election.resign());
    assertNotLeader(a.election.proclaim("still me"));
  }

  @Test
  void aLeaderWhoseKeyIsGoneLearnsItFromItsProclamation() {
    Contender a = arena.leader("a");
    Leadership leadership = a.leadership().orElseThrow();
    a.client.network().silentWatches = true;
    arena.server.delete(leadership.key());

    assertNotLeader(a.election.proclaim("still me"));

    assertThat(leadership.held()).isFalse();
    arena.until(a::failed);
    assertThat(arena.queue()).isEmpty();
  }

  @Test
  void aLeaderThatStoodStillForTooLongProclaimsNothing() {
    Contender a = arena.leader("a");
    Contender b = arena.waiting("b");
    a.pause();
    CompletionStage<Void> late = a.election.proclaim("still me");
    arena.until(b::leads);
    a.resume();

    assertNotLeader(late);
    assertThat(arena.names()).containsExactly("b");
    assertThat(a.leadership()).isEmpty();
  }

  @Test
  void aResumedLeadershipProclaimsAndResigns() {
    Contender a = arena.leader("a");
    Leadership won = a.leadership().orElseThrow();
    Contender tool = arena.contender("tool");
    ResumedLeadership resumed = tool.elections.resume(Arena.NAME, won.key(), won.term().number());

    assertThat(arena.settled(resumed.proclaim("by the tool"))).isCompleted();
    assertThat(arena.names()).containsExactly("by the tool");
    assertThat(arena.queue().get(0).lease()).isEqualTo(won.lease());
    assertThat(arena.settled(resumed.resign())).isCompleted();

    assertThat(arena.queue()).isEmpty();
    arena.until(a::failed);
  }

  @Test
  void aResumedLeadershipThatIsOverIsNotLeader() {
    Contender a = arena.leader("a");
    Leadership won = a.leadership().orElseThrow();
    arena.settled(a.election.resign());
    Contender b = arena.leader("b");
    ResumedLeadership resumed = b.elections.resume(Arena.NAME, won.key(), won.term().number());
    ResumedLeadership wrongTerm =
        b.elections.resume(Arena.NAME, b.leadership().orElseThrow().key(), won.term().number());

    assertNotLeader(resumed.proclaim("x"));
    assertNotLeader(resumed.resign());
    assertNotLeader(wrongTerm.proclaim("x"));
    assertNotLeader(wrongTerm.resign());
    assertThat(arena.names()).containsExactly("b");
  }

  @Test
  void aForeignKeyCannotBeResumed() {
    Contender a = arena.contender("a");

    assertThatThrownBy(() -> a.elections.resume(Arena.NAME, "/elsewhere/1f", 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/elsewhere/1f");
  }

  @Test
  void namesMustNotNestWithinAProcess() {
    Contender a = arena.contender("a");

    assertThatThrownBy(() -> a.elections.open(new ElectionName(Arena.NAME + "/inner")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nest");
    assertThatThrownBy(() -> a.elections.open(new ElectionName("/arena")))
        .isInstanceOf(IllegalArgumentException.class);
    // Neither the same name nor one that only begins alike is nested.
    a.elections.open(new ElectionName(Arena.NAME.value()));
    a.elections.open(new ElectionName(Arena.NAME + "s"));
    arena.settled(a.elections.closeAsync());
    a.elections.open(new ElectionName("/arena"));
  }

  @Test
  void aNameHasNoSlashAtItsEnd() {
    assertThatThrownBy(() -> new ElectionName("/a/")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ElectionName("")).isInstanceOf(IllegalArgumentException.class);
  }

  private void assertNotLeader(CompletionStage<?> stage) {
    assertThat(arena.settled(stage))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(NotLeader.class)
        .withMessageContaining(Arena.NAME.value());
  }

  private static String valueOf(Observation observation) {
    return observation instanceof Observation.Leader leader ? leader.value().utf8() : "none";
  }
}
