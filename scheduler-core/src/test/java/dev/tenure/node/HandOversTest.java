package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.HandOverRequest;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A leader obeys what was meant for its term, once, and sweeps away the rest. */
final class HandOversTest {

  private static final KeyLayout LAYOUT = new KeyLayout("/t");
  private static final GroupName GROUP = new GroupName("g");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeStoreClient store = server.client(new SplittableRandom(1));
  private final Definitions definitions =
      new Definitions(
          store,
          new DefinitionScope(LAYOUT, GROUP, new NodeName("node-1")),
          time.loop("definitions"),
          time.wallClock(),
          new SplittableRandom(2));
  private final List<Integer> requestsWhenResigning = new ArrayList<>();
  private final HandOvers handOvers =
      new HandOvers(
          GROUP,
          definitions,
          () -> requestsWhenResigning.add(definitions.view().requests().size()));

  HandOversTest() {
    definitions.onChange(handOvers);
    await(definitions.follow());
  }

  private Leadership lead() {
    String key = LAYOUT.election(GROUP) + "/1";
    CommitResult won =
        await(store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, "n")))));
    return LeadershipFixture.held(key, ((CommitResult.Committed) won).revision(), time.clock());
  }

  private <T> T await(CompletionStage<T> stage) {
    assertThat(time.passUntil(LONG, () -> stage.toCompletableFuture().isDone())).isTrue();
    return stage.toCompletableFuture().join();
  }

  private void ask(long term) {
    String id = definitions.ids().request();
    assertThat(await(definitions.submit(new HandOverRequest(id, term, "a test", Instant.EPOCH))))
        .isInstanceOf(ChangeResult.Changed.class);
  }

  private void awaitSwept() {
    assertThat(time.passUntil(LONG, () -> definitions.view().requests().isEmpty())).isTrue();
  }

  @Test
  void theTermThatIsMeantHandsOverOnceWhenTheRequestIsGone() {
    Leadership leadership = lead();
    handOvers.lead(leadership);
    ask(leadership.term().number());
    awaitSwept();
    ask(leadership.term().number());
    awaitSwept();
    assertThat(time.passUntil(LONG, () -> !requestsWhenResigning.isEmpty())).isTrue();
    assertThat(requestsWhenResigning).containsExactly(0);
  }

  @Test
  void whatWasMeantForAnotherTermIsSweptAway() {
    ask(7);
    Leadership leadership = lead();
    handOvers.lead(leadership);
    awaitSwept();
    ask(leadership.term().number() + 1);
    awaitSwept();
    assertThat(requestsWhenResigning).isEmpty();
  }

  @Test
  void whoDoesNotLeadLeavesRequestsAlone() {
    Leadership leadership = lead();
    handOvers.lead(leadership);
    handOvers.over();
    ask(leadership.term().number());
    assertThat(definitions.view().requests()).hasSize(1);
    assertThat(requestsWhenResigning).isEmpty();
  }
}
