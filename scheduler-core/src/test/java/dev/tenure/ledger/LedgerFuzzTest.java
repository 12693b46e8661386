package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.Retention;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.StoreException;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.Fuzz;
import dev.tenure.testing.LoggedErrors;
import dev.tenure.testing.ManualTime;
import dev.tenure.testing.OddJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A ledger in which somebody has changed values at random: whoever reads it goes on, names the key,
 * and the job beside the broken one runs.
 */
final class LedgerFuzzTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName GOOD = new JobName("good");
  private static final JobName BAD = new JobName("bad");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final KeyLayout LAYOUT = new KeyLayout("/t");
  private static final LedgerScope SCOPE = new LedgerScope(LAYOUT, GROUP, new NodeName("node-1"));

  private static final List<String> STRANGE_NAMES =
      List.of(
          "",
          "x",
          "/",
          "//",
          "bad/extra",
          "\u0000",
          "ä\ufffd",
          "%00",
          "good ",
          "..",
          "x".repeat(2000),
          "9999999999999999999-9999999999",
          "9223372036854775807-9999999999",
          "9223372036854775807-0000000001",
          "0000000000000000000-0000000000",
          "000000000000000000٣-0000000001",
          "-000000000000000001-0000000001");

  private static final List<Entry> JOURNAL = journal(false);
  private static final List<Entry> FOLDED = journal(true);

  private static LoggedErrors errors;

  /** A store, and ledgers on it, in a time of their own. */
  private static final class World {
    final ManualTime time = new ManualTime();
    final FakeStore server = new FakeStore(time);
    private ManualTime.Loop loop = time.loop("none");

    /** A ledger of a node that was just started; the one before it was killed. */
    RunLedger ledger() {
      loop.close();
      loop = time.loop("ledger");
      return new RunLedger(
          server.client(new Random(7)),
          SCOPE,
          LedgerSettings.defaults().withRetention(job -> new Retention(60, Duration.ofDays(30))),
          loop,
          time.wallClock(),
          new Random(7));
    }

    Leadership elect() {
      server.entries("/t/election/").forEach(entry -> server.delete(entry.key()));
      String key = "/t/election/g/" + server.revision();
      server.put(key, "leader");
      return LeadershipFixture.held(key, server.entries(key).get(0).createRevision(), time.clock());
    }

    <T> T get(CompletionStage<T> stage) {
      CompletableFuture<T> future = stage.toCompletableFuture();
      assertThat(time.passUntil(LONG, future::isDone)).as("answered within %s", LONG).isTrue();
      return future.join();
    }

    void run(RunLedger ledger, Leadership leadership, JobName job, int second) {
      Claim claim = claim(job, second);
      assertThat(get(ledger.claim(leadership, List.of(claim))))
          .isInstanceOfSatisfying(
              ClaimResult.Claimed.class,
              claimed -> assertThat(claimed.runs()).containsExactly(claim.id(GROUP)));
      assertThat(get(ledger.complete(leadership, success(claim.id(GROUP)))))
          .isInstanceOf(WriteResult.Written.class);
    }
  }

  @BeforeAll
  static void listen() {
    errors = LoggedErrors.taken();
  }

  @AfterAll
  static void stopListening() {
    errors.close();
  }

  @Test
  void whatWasChangedInTheJournalOrTheStatesHarmsOneJobAtMost() {
    Fuzz.run(
        "ledger",
        150,
        random -> {
          World world = new World();
          List<Entry> entries = new ArrayList<>(random.nextBoolean() ? JOURNAL : FOLDED);
          for (int left = 1 + random.nextInt(3); left > 0; left--) {
            int at = random.nextInt(entries.size());
            if (concernsOnlyTheBadJob(entries.get(at))) {
              entries.set(at, changed(random, entries.get(at)));
            }
          }
          List<Entry> live = new ArrayList<>();
          // Terms in the entries must be older than the revisions that write them.
          world.server.age(2000);
          for (Entry entry : entries) {
            boolean later = entry.key().startsWith(SCOPE.journal()) && random.nextInt(4) == 0;
            if (later || !live.isEmpty()) {
              live.add(entry);
            } else {
              world.server.put(entry.key(), entry.value());
            }
          }
          strangeKeys(world, random);
          RunLedger first = world.ledger();
          world.get(first.follow());
          live.forEach(entry -> world.server.put(entry.key(), entry.value()));
          strangeKeys(world, random);
          goesOn(world, first, 1000);
          goesOn(world, world.ledger(), 2000);
        });
  }

  @Test
  void aMarkerThatWasChangedStopsNobody() {
    Fuzz.run(
        "marker",
        100,
        random -> {
          World world = new World();
          // Terms in the entries must be older than the revisions that write them.
          world.server.age(2000);
          for (Entry entry : FOLDED) {
            boolean marker = entry.key().equals(SCOPE.marker());
            Entry put = marker ? changed(random, entry) : entry;
            world.server.put(put.key(), put.value());
          }
          RunLedger first = world.ledger();
          world.get(first.follow());
          world.server.put(
              SCOPE.marker(), Bytes.of(OddJson.mutated(random, "{\"folded\":\"7-11\"}")));
          goesOn(world, first, 1000);
          goesOn(world, world.ledger(), 2000);
        });
  }

  /** Takes over, runs the good job, folds, and reads the past of both. */
  private static void goesOn(World world, RunLedger ledger, int second) {
    Leadership leadership = world.elect();
    assertThat(world.get(ledger.takeOver(leadership))).isInstanceOf(TakeoverResult.TakenOver.class);
    world.run(ledger, leadership, GOOD, second);
    world.get(ledger.claim(leadership, List.of(claim(BAD, second))));
    LeadershipFixture.extend(leadership, world.time.clock());
    world.time.pass(Duration.ofSeconds(20));
    LeadershipFixture.extend(leadership, world.time.clock());
    world.run(ledger, leadership, GOOD, second + 1);
    readsHistory(world, ledger, GOOD);
    readsHistory(world, ledger, BAD);
    assertThat(ledger.state(GOOD).orElseThrow().open()).isEmpty();
    assertThat(ledger.state(GOOD).orElseThrow().cursors().get(TriggerName.of(GOOD)).slot())
        .isEqualTo(SLOT.plusSeconds(second + 1));
    errors.requireNoDefect();
  }

  private static void readsHistory(World world, RunLedger ledger, JobName job) {
    try {
      world.get(ledger.history(job, Long.MAX_VALUE, 500));
    } catch (CompletionException e) {
      // What is said must be of use to whoever asked.
      assertThat(e.getCause()).isInstanceOf(StoreException.class);
      assertThat(e.getCause()).hasMessageContaining(LAYOUT.runs(GROUP));
    }
  }

  private static boolean concernsOnlyTheBadJob(Entry entry) {
    return !entry.value().utf8().contains("\"good\"")
        && !entry.key().contains("/good")
        && !entry.key().equals(SCOPE.marker());
  }

  private static Entry changed(Random random, Entry entry) {
    Bytes value = Bytes.of(OddJson.mutated(random, entry.value().utf8()));
    return new Entry(
        entry.key(), value, entry.createRevision(), entry.modRevision(), entry.lease());
  }

  private static void strangeKeys(World world, Random random) {
    List<String> prefixes =
        List.of(SCOPE.journal(), SCOPE.states(), LAYOUT.runs(GROUP), LAYOUT.runs(GROUP) + "bad/");
    for (int left = random.nextInt(3); left > 0; left--) {
      String key = Fuzz.one(random, prefixes) + Fuzz.one(random, STRANGE_NAMES);
      world.server.put(
          key, Bytes.of(OddJson.mutated(random, Fuzz.one(random, JOURNAL).value().utf8())));
    }
  }

  /** What a ledger holds after many runs of two jobs: in the journal, or folded but for the end. */
  private static List<Entry> journal(boolean folded) {
    World world = new World();
    RunLedger ledger = world.ledger();
    Leadership leadership = world.elect();
    world.get(ledger.takeOver(leadership));
    int runs = folded ? 90 : 5;
    for (int i = 0; i < runs; i++) {
      world.run(ledger, leadership, GOOD, i);
      world.run(ledger, leadership, BAD, i);
      if (folded && i % 45 == 44) {
        world.time.pass(Duration.ofSeconds(15));
        LeadershipFixture.extend(leadership, world.time.clock());
      }
    }
    SkippedRange range =
        new SkippedRange(
            TriggerName.of(BAD),
            SLOT.plusSeconds(100),
            SLOT.plusSeconds(109),
            10,
            false,
            SkipReason.MISSED);
    world.get(
        ledger.recordSkipped(
            leadership,
            List.of(
                new Skipped(
                    BAD, TriggerName.of(BAD), "files", List.of(range), SLOT.plusSeconds(109)))));
    Claim failing = claim(BAD, 200);
    world.get(ledger.claim(leadership, List.of(failing)));
    world.get(ledger.complete(leadership, failure(failing.id(GROUP))));
    world.get(ledger.claim(leadership, List.of(claim(BAD, 201))));
    assertThat(world.server.entries(SCOPE.states())).hasSize(folded ? 2 : 0);
    assertThat(world.server.entries(LAYOUT.runs(GROUP)).isEmpty()).isEqualTo(!folded);
    return world.server.entries("/t/").stream()
        .filter(entry -> !entry.key().startsWith("/t/election/"))
        .toList();
  }

  private static Claim claim(JobName job, int second) {
    return Claim.of(job, TriggerName.of(job), "files", SLOT.plusSeconds(second), RunKind.SCHEDULED);
  }

  private static RunOutcome success(RunId run) {
    return new RunOutcome(run, EndState.SUCCEEDED, SLOT, SLOT, Optional.empty(), Optional.empty());
  }

  private static RunOutcome failure(RunId run) {
    return new RunOutcome(
        run,
        EndState.FAILED,
        SLOT,
        SLOT.plusSeconds(1),
        Optional.of("result"),
        Optional.of(new RunError("type", "message", "at here")),
        Optional.of(new KeptData("files", Map.of("l", 5L, "list", List.of(1, 2)))),
        Optional.of(new PendingAttempt(run.nextAttempt(), RunKind.RETRY, SLOT.plusSeconds(9))),
        Optional.of("50 %"));
  }
}
