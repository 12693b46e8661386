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
 * All that the journal ever said of one job, read back from etcd's own history, which nobody has
 * compacted; entries that were folded and deleted are in it too. Besides, the ends that no leader
 * has taken into the journal yet: the last one may have handed runs over, and nobody came.
 */
final class History {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> terms = new HashMap<>();
  private final Map<Long, Set<String>> runsOfSlot = new TreeMap<>();
  private final Map<String, String> ends = new HashMap<>();
  private final Set<Long> skipped = new HashSet<>();
  private final Set<String> open = new HashSet<>();
  private long cursor = Long.MIN_VALUE;

  private final long period;

  private History(long period) {
    this.period = period;
  }

  /**
   * Reads the histories of all jobs of a group.
   *
   * @param group the group, as it stands in the ids of runs
   * @param prefix of the keys of its journal
   * @param completions prefix of the keys of ends that were reported after a term
   * @param period the distance of their slots, in milliseconds
   */
  static Map<String, History> ofAll(
      List<String> endpoints, String group, String prefix, String completions, long period)
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
              if (event instanceof WatchEvent.Written written
                  && event.revision() <= last
                  && !event.key().endsWith("/folded")) {
                long term =
                    Long.parseLong(event.key().substring(prefix.length()).replaceAll("-.*", ""));
                add(histories, group, period, term, written.entry());
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
      for (Entry entry : store.list(completions).toCompletableFuture().join().entries()) {
        String[] place = entry.key().substring(completions.length()).split("/", -1);
        add(histories, group, period, Long.parseLong(place[0]), entry);
      }
    }
    return histories;
  }

  private static void add(
      Map<String, History> histories, String group, long period, long term, Entry entry) {
    for (JsonNode record : parse(entry.value().utf8()).path("records")) {
      if (record.has("opened")) {
        continue;
      }
      JsonNode job = record.elements().next();
      histories.computeIfAbsent(job.asText(), j -> new History(period)).add(group, term, record);
    }
  }

  private void add(String group, long term, JsonNode record) {
    String what = record.fieldNames().next();
    switch (what) {
      case "claimed" -> {
        String id = id(group, what, record);
        assertThat(terms.put(id, term)).as("claims of %s", id).isNull();
        open.add(id);
        long slot = millis(record.get("slot"));
        cursor = Math.max(cursor, slot);
        runsOfSlot.computeIfAbsent(slot, s -> new HashSet<>()).add(id);
      }
      case "ended", "lost" -> {
        String id = id(group, what, record);
        String end = what.equals("lost") ? "LOST" : record.get("state").asText();
        assertThat(ends.put(id, end)).as("ends of %s", id).isNull();
        open.remove(id);
      }
      case "skipped" -> {
        cursor = Math.max(cursor, millis(record.get("cursor")));
        for (JsonNode range : record.path("ranges")) {
          long to = millis(range.get("to"));
          for (long slot = millis(range.get("from")); slot <= to; slot += period) {
            skipped.add(slot);
          }
        }
      }
      default -> {
        // What is kept and what is not says nothing about runs.
      }
    }
  }

  private static String id(String group, String what, JsonNode record) {
    String job = record.get(what).asText();
    String trigger = record.path("trigger").asText(job);
    return group
        + "/"
        + job
        + (trigger.equals(job) ? "" : "/" + trigger)
        + "/"
        + millis(record.get("slot"))
        + "/"
        + record.path("attempt").asInt(1);
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
    return cursor;
  }

  long finished() {
    return ends.size();
  }

  int open() {
    return open.size();
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
