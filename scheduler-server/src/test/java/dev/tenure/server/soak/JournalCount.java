package dev.tenure.server.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what the journal says, while it is written. Has one watch on etcd. Thread-safe. */
final class JournalCount implements WatchListener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EtcdStore store;
  private final String prefix;
  // Guarded by this.
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private @Nullable Watch watch;
  private long revision;
  private boolean closed;

  private JournalCount(EtcdStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /** Counts from now on, when there is nothing in etcd yet. */
  static JournalCount open(List<String> endpoints, String prefix) {
    JournalCount count = new JournalCount(EtcdStore.open(EtcdSettings.of(endpoints)), prefix);
    count.watch();
    return count;
  }

  /** How many runs were claimed. */
  synchronized long claimed() {
    return counts.getOrDefault("claimed", 0L);
  }

  /** {@code claimed}, {@code LOST}, {@code skipped} and the states in which runs ended. */
  synchronized SortedMap<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  @Override
  public synchronized void onEvent(WatchEvent event) {
    revision = event.revision();
    if (event instanceof WatchEvent.Written written && !event.key().endsWith("/folded")) {
      for (JsonNode record : records(written.entry().value().utf8())) {
        counts.merge(name(record), 1L, Long::sum);
      }
    }
  }

  @Override
  public synchronized void onBroken(StoreException cause) {
    counts.merge("watch broken", 1L, Long::sum);
    watch();
  }

  private synchronized void watch() {
    if (!closed) {
      watch = store.watch(prefix, revision + 1, this);
    }
  }

  private static String name(JsonNode record) {
    String what = record.fieldNames().next();
    return what.equals("ended") ? record.path("state").asText() : what;
  }

  private static JsonNode records(String json) {
    try {
      return JSON.readTree(json).path("records");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
    store.close();
  }
}
