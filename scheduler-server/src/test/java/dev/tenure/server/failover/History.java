package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All that the ledger ever said of one job, read back from etcd's own history, which nobody has
 * compacted.
 */
final class History {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> terms = new HashMap<>();
  private final Map<Long, Set<String>> runsOfSlot = new TreeMap<>();
  private final Map<String, String> ends = new HashMap<>();
  private final Set<Long> skipped = new HashSet<>();
  private JsonNode latest = JSON.createObjectNode();

  private final long period;

  private History(long period) {
    this.period = period;
  }

  /**
   * Reads the histories of all jobs of a group.
   *
   * @param prefix of the keys of their states
   * @param period the distance of their slots, in milliseconds
   */
  static Map<String, History> ofAll(List<String> endpoints, String prefix, long period)
      throws InterruptedException {
    Map<String, History> histories = new ConcurrentHashMap<>();
    try (Store store = EtcdStore.open(EtcdSettings.of(endpoints))) {
      long last =
          store.list(prefix).toCompletableFuture().join().entries().stream()
              .mapToLong(Entry::modRevision)
              .max()
              .orElseThrow();
      CountDownLatch read = new CountDownLatch(1);
      WatchListener reader =
          new WatchListener() {
            @Override
            public void onEvent(WatchEvent event) {
              if (event instanceof WatchEvent.Written written && event.revision() <= last) {
                histories
                    .computeIfAbsent(
                        event.key().substring(prefix.length()), j -> new History(period))
                    .add(parse(written.entry().value().utf8()));
              }
              if (event.revision() >= last) {
                read.countDown();
              }
            }

            @Override
            public void onBroken(StoreException cause) {
              throw new IllegalStateException("the history cannot be read", cause);
            }
          };
      Watch watch = store.watch(prefix, 1, reader);
      assertThat(read.await(120, TimeUnit.SECONDS))
          .as("the history of %s was read", prefix)
          .isTrue();
      watch.close();
    }
    return histories;
  }

  private void add(JsonNode state) {
    latest = state;
    state.path("open").forEach(this::run);
    for (JsonNode end : state.path("last")) {
      run(end);
      String run = end.get("run").asText();
      String before = ends.put(run, end.get("state").asText());
      assertThat(before).as("one end for %s", run).isIn(null, ends.get(run));
    }
    for (JsonNode range : state.path("skipped")) {
      long to = millis(range.get("to"));
      for (long slot = millis(range.get("from")); slot <= to; slot += period) {
        skipped.add(slot);
      }
    }
  }

  private void run(JsonNode run) {
    String id = run.get("run").asText();
    Long before = terms.put(id, run.get("term").asLong());
    assertThat(before).as("one term for %s", id).isIn(null, terms.get(id));
    runsOfSlot.computeIfAbsent(millis(run.get("slot")), slot -> new HashSet<>()).add(id);
  }

  /** The term that claimed each run. */
  Map<String, Long> terms() {
    return terms;
  }

  /** How a run ended; null when that was never seen. */
  Map<String, String> ends() {
    return ends;
  }

  Set<String> runs(long slot) {
    return runsOfSlot.getOrDefault(slot, Set.of());
  }

  Set<Long> skipped() {
    return skipped;
  }

  long firstSlot() {
    return runsOfSlot.keySet().iterator().next();
  }

  long cursor() {
    return millis(latest.get("cursor"));
  }

  long finished() {
    return latest.get("finished").asLong();
  }

  int open() {
    return latest.path("open").size();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long millis(JsonNode instant) {
    return Instant.parse(instant.asText()).toEpochMilli();
  }
}
