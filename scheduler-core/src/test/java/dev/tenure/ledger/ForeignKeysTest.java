package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.LoggedErrors;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys under a ledger's prefixes that no node has written, and values that no node would write. */
final class ForeignKeysTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("job");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final LedgerScope scope =
      new LedgerScope(new KeyLayout("/t"), GROUP, new NodeName("node-1"));
  private final RunLedger leader = ledger("leader");
  private final RunLedger follower = ledger("follower");
  private final Leadership leadership = lead();

  private RunLedger ledger(String loop) {
    return new RunLedger(
        server.client(new Random(7)), scope, time.loop(loop), time.wallClock(), new Random(7));
  }

  private Leadership lead() {
    server.put("/t/election/g/1", "leader");
    long term = server.revision();
    Leadership won = LeadershipFixture.held("/t/election/g/1", term, time.clock());
    get(follower.follow());
    assertThat(get(leader.takeOver(won))).isInstanceOf(TakeoverResult.TakenOver.class);
    run(won, 0);
    return won;
  }

  private <T> T get(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    assertThat(time.passUntil(Duration.ofMinutes(10), future::isDone)).isTrue();
    return future.join();
  }

  private CompletionStage<ClaimResult> claim(Leadership by, int second) {
    return leader.claim(
        by,
        List.of(
            Claim.of(
                JOB, TriggerName.of(JOB), "files", SLOT.plusSeconds(second), RunKind.SCHEDULED)));
  }

  private void run(Leadership by, int second) {
    assertThat(get(claim(by, second)))
        .isInstanceOfSatisfying(
            ClaimResult.Claimed.class, claimed -> assertThat(claimed.runs()).hasSize(1));
  }

  private Instant cursor(RunLedger ledger) {
    return ledger.state(JOB).orElseThrow().cursors().get(TriggerName.of(JOB)).slot();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999999999999999999-9999999999",
        "9223372036854775807-0000000001",
        "0000000000000000002-9999999999",
        "0000000000000001000-0000000001"
      })
  void anEntryThatCannotBeIsAForeignKeyAndStopsNobody(String name) {
    server.put(scope.journal() + name, "{\"node\":\"x\",\"at\":\"2026-01-01T00:00:00Z\"}");
    RunLedger late = ledger("late");
    get(late.follow());
    run(leadership, 1);
    time.pass(Duration.ofSeconds(1));

    for (RunLedger each : List.of(leader, follower, late)) {
      assertThat(cursor(each)).isEqualTo(SLOT.plusSeconds(1));
    }
  }

  @Test
  void anEntryOfALaterTermStopsTheLeaderWithoutASpinUntilItIsDeleted() {
    server.age(1000);
    String forged = scope.entry(new Position(server.revision(), 1));
    try (LoggedErrors errors = LoggedErrors.taken()) {
      server.put(forged, "typed by hand");
      time.pass(Duration.ofSeconds(1));
      AtomicInteger commits = new AtomicInteger();
      server.witness(commit -> commits.addAndGet(commit.writes().size()));
      CompletableFuture<ClaimResult> waiting = claim(leadership, 1).toCompletableFuture();
      for (int i = 0; i < 6 && !waiting.isDone(); i++) {
        time.pass(Duration.ofSeconds(10));
        LeadershipFixture.extend(leadership, time.clock());
      }
      assertThat(commits.get()).as("what was written in a minute").isZero();
      assertThat(errors.containing("until it is deleted")).hasSizeBetween(1, 20);
      assertThat(errors.containing("until it is deleted").get(0)).contains(forged);

      server.delete(forged);
      assertThat(get(waiting)).isInstanceOf(ClaimResult.Claimed.class);
    }
    run(leadership, 2);
    time.pass(Duration.ofSeconds(1));
    assertThat(cursor(leader)).isEqualTo(SLOT.plusSeconds(2));
    assertThat(cursor(follower)).as("read anew, too").isEqualTo(SLOT.plusSeconds(2));
  }

  @Test
  void aMarkerOfWhatCannotBeIsReplaced() {
    server.put(scope.marker(), "{\"folded\":\"9223372036854775807-9999999999\"}");
    run(leadership, 1);
    RunLedger late = ledger("late");
    get(late.follow());
    run(leadership, 2);
    time.pass(Duration.ofSeconds(30));

    assertThat(cursor(late)).isEqualTo(SLOT.plusSeconds(2));
    assertThat(server.entries(scope.marker()).get(0).value().utf8())
        .startsWith("{\"folded\":\"" + leadership.term() + "-");
  }

  @Test
  void aStateThatContainsWhatCannotBeIsNotUsed() {
    server.put(scope.state(JOB), "{\"finished\":1,\"applied\":\"9223372036854775807-1\"}");
    try (LoggedErrors errors = LoggedErrors.taken()) {
      RunLedger late = ledger("late");
      get(late.follow());

      assertThat(errors.containing(scope.state(JOB))).hasSize(1);
      assertThat(late.states()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z", "soon"})
  void aTimeThatDoesNotFitIsNamed(String instant) {
    String text = "{\"node\":\"n\",\"at\":\"" + instant + "\",\"records\":[]}";

    assertThatThrownBy(
            () ->
                new JournalJson(GROUP, new KnownNames()).read(new Position(1, 1), Bytes.utf8(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"at\" is not a time");
  }

  @Test
  void dataNestedTooDeeplyIsRefusedAndNoStackOverflows() {
    for (int depth : new int[] {700, 100_000}) {
      String text =
          "{\"data\":{\"values\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}}";
      assertThatThrownBy(
              () -> new JobStateJson(GROUP, new KnownNames()).read(JOB, Bytes.utf8(text)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nesting depth");
    }
    Object deep = 1;
    for (int i = 0; i < 50_000; i++) {
      deep = List.of(deep);
    }
    Object data = deep;
    assertThatThrownBy(() -> KeptData.check(Map.of("deep", data)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"deep\" is nested deeper than 500 levels");
  }
}
