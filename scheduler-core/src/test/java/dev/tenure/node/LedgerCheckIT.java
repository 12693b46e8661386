package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.verify.Breach;
import dev.tenure.verify.Finding;
import dev.tenure.verify.GroupVerdict;
import dev.tenure.verify.LiveCheck;
import dev.tenure.verify.NotJudged;
import dev.tenure.verify.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker on the ledger of a live cluster, and on ledgers that somebody edited. */
final class LedgerCheckIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final GroupName GROUP = new GroupName("default");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TTL = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private Nodes nodes;
  private Store store;

  @BeforeEach
  void cluster() {
    nodes = new Nodes(etcd, folder);
    store = etcd.open();
  }

  @AfterEach
  void close() {
    nodes.close();
    store.close();
  }

  @Test
  void aBusyClusterIsAccountedForAtAnyMoment() throws Exception {
    StringBuilder jobs = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      jobs.append(nodes.recording("fast-" + i, "every = " + (150 + 50 * i) + "ms"));
      jobs.append(nodes.recording("lone-" + i, "cron = \"* * * * * ?\", concurrency = forbid"));
      jobs.append(nodes.recording("few-" + i, "every = 1s, retention { runs = 20 }"));
      jobs.append(nodes.recording("all-" + i, "every = 1s, catch-up = all, spread = 1s"));
    }
    nodes.start("node-1", jobs.toString());
    nodes.start("node-2", jobs.toString());
    nodes.leader("default");
    nodes.awaitMoreRuns("default/few-7/", 1);
    long slots = 0;
    for (int round = 0; round < 16; round++) {
      GroupVerdict verdict = check();
      assertThat(verdict.verdict().findings()).as("round %d", round).isEmpty();
      assertThat(verdict.jobs()).isEqualTo(32);
      slots = verdict.verdict().slots();
      if (round % 5 == 4) {
        nodes.leader("default").resign(GROUP).toCompletableFuture().join();
      }
      nodes.awaitMoreRuns("default/few-0/", 1);
    }
    assertThat(slots).isGreaterThan(300);
  }

  @Test
  void aLedgerThatSomebodyEditedIsFoundOutWhileNoNodeRuns() throws Exception {
    String key = endedJob(false);
    GroupVerdict whole = check();
    assertThat(whole.verdict().findings()).isEmpty();
    assertThat(whole.verdict().slots()).isGreaterThan(5);
    assertThat(whole.leader()).isEmpty();
    Entry good = entry(key);

    // A run is taken out, as if it had never been claimed.
    edit(key, state -> take(state, state.withArray("last"), 2));
    Finding hole = one(Breach.MISSED);
    assertThat(hole.job().orElseThrow().value()).isEqualTo("ending");
    assertThat(hole.count()).isEqualTo(1);
    assertThat(check().verdict().count(Tally.MISSED)).isEqualTo(1);

    // The hole gets its reason, and loses it again.
    String slot = hole.slot().orElseThrow().toString();
    edit(key, state -> state.withArray("skipped").add(range(slot)));
    assertThat(check().verdict().findings()).isEmpty();
    edit(key, state -> state.remove("skipped"));
    one(Breach.MISSED);

    put(key, good.value().utf8());
    edit(key, state -> state.withArray("skipped").add(range(slot)));
    assertThat(one(Breach.RUN_AND_SKIPPED).slot()).contains(Instant.parse(slot));

    put(key, good.value().utf8());
    edit(key, state -> state.withArray("last").add(state.withArray("last").get(2)));
    assertThat(check().verdict().count(Tally.DOUBLED)).isEqualTo(1);

    put(key, good.value().utf8());
    edit(key, LedgerCheckIT::reopen);
    assertThat(one(Breach.NO_END).runs()).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsFoundOut() throws Exception {
    String key = endedJob(true);
    KeyLayout layout = new KeyLayout(nodes.root());
    String chunk = entries(layout.runs(GROUP)).get(0).key();
    Entry good = entry(chunk);

    put(chunk, "gone mad");
    assertThat(one(Breach.UNREADABLE).sentence()).contains(chunk);
    delete(chunk);
    assertThat(one(Breach.UNREADABLE).sentence()).contains(chunk).contains("is not there");
    put(chunk, good.value().utf8());
    assertThat(check().verdict().findings()).isEmpty();

    edit(chunk, part -> part.withArray("runs").remove(20));
    edit(key, state -> state.put("finished", state.get("finished").asLong() - 1));
    assertThat(one(Breach.MISSED).count()).isEqualTo(1);
    put(chunk, good.value().utf8());
    edit(key, state -> state.put("finished", state.get("finished").asLong() + 1));
    assertThat(check().verdict().findings()).isEmpty();

    String entry = layout.journal(GROUP) + "9000000000000000000-0000000001";
    put(entry, "gone mad");
    assertThat(one(Breach.UNREADABLE).sentence()).contains(entry);
    delete(entry);

    put(key, "gone mad");
    GroupVerdict parked = check();
    assertThat(parked.verdict().findings())
        .extracting(Finding::breach)
        .containsExactly(Breach.UNREADABLE);
    assertThat(parked.notJudged())
        .extracting(NotJudged::reason)
        .containsExactly(NotJudged.Reason.NO_STATE);
  }

  @Test
  void whatIsDueWhileNoNodeRunsIsNotAccountedFor() throws Exception {
    nodes.start("node-1", nodes.recording("tick", "every = 500ms"));
    nodes.awaitMoreRuns("default/tick/", 4);
    nodes.close();
    assertThat(check().verdict().findings()).isEmpty(); // Somebody may take over yet.
    LiveCheck later =
        new LiveCheck(
            store,
            new KeyLayout(nodes.root()),
            TTL,
            Nodes.LONG,
            Clock.offset(Clock.systemUTC(), Duration.ofSeconds(60)));
    GroupVerdict verdict = later.check(GROUP, Optional.empty(), Optional.empty());
    assertThat(verdict.verdict().findings())
        .extracting(Finding::breach)
        .containsExactly(Breach.OVERDUE);
    assertThat(verdict.verdict().count(Tally.UNACCOUNTED)).isGreaterThan(50);
    assertThat(verdict.verdict().count(Tally.MISSED)).isZero();
  }

  /** Runs a job to its end, and all nodes, and waits for a fold; answers the key of its state. */
  private String endedJob(boolean manyRuns) throws IOException {
    nodes.start("node-1", "");
    nodes.leader("default");
    Instant end = Instant.now().plusSeconds(manyRuns ? 12 : 6);
    String more = "every = 100ms, retention { runs = 1000 }, end = \"" + end + "\"";
    nodes.jobs("node-1", nodes.recording("ending", more));
    await("the last run")
        .atMost(Nodes.LONG)
        .until(() -> Instant.now().isAfter(end.plusSeconds(1)) && !nodes.runs("").isEmpty());
    KeyLayout layout = new KeyLayout(nodes.root());
    await("a fold")
        .atMost(Nodes.LONG)
        .until(
            () ->
                entries(layout.journal(GROUP)).size() == 1
                    && entries(layout.states(GROUP)).size() == 1);
    nodes.close();
    return layout.states(GROUP) + "ending";
  }

  private GroupVerdict check() {
    return new LiveCheck(store, new KeyLayout(nodes.root()), TTL, Nodes.LONG, Clock.systemUTC())
        .check(GROUP, Optional.empty(), Optional.empty());
  }

  private Finding one(Breach breach) {
    List<Finding> findings = check().verdict().findings();
    assertThat(findings).extracting(Finding::breach).containsExactly(breach);
    return findings.get(0);
  }

  private static void take(ObjectNode state, ArrayNode runs, int index) {
    runs.remove(index);
    state.put("finished", state.get("finished").asLong() - 1);
  }

  private static JsonNode range(String slot) {
    return JSON.createObjectNode()
        .put("from", slot)
        .put("to", slot)
        .put("count", 1)
        .put("reason", "missed");
  }

  /** The last run is open again, as if its end had never been recorded. */
  private static void reopen(ObjectNode state) {
    ArrayNode last = state.withArray("last");
    ObjectNode run = (ObjectNode) last.get(last.size() - 1);
    take(state, last, last.size() - 1);
    run.remove("finished");
    run.remove("started");
    state.withArray("open").add(run.put("state", "STARTED"));
  }

  private void edit(String key, Consumer<ObjectNode> change) throws IOException {
    ObjectNode value = (ObjectNode) JSON.readTree(entry(key).value().utf8());
    change.accept(value);
    put(key, value.toString());
  }

  private Entry entry(String key) {
    return store.get(key).toCompletableFuture().join().orElseThrow();
  }

  private List<Entry> entries(String prefix) {
    return store.list(prefix).toCompletableFuture().join().entries();
  }

  private void put(String key, String value) {
    write(new Commit.Put(key, Bytes.utf8(value), LeaseId.NONE));
  }

  private void delete(String key) {
    write(new Commit.Delete(key));
  }

  private void write(Commit.Write write) {
    assertThat(store.commit(new Commit(List.of(), List.of(write))).toCompletableFuture().join())
        .isNotNull();
  }
}
