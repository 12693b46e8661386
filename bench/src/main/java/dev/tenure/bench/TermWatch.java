package dev.tenure.bench;

import dev.tenure.etcd.EtcdStore;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.Listing;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches etcd as an outsider: when a leader's key went, when the first claim of a term was there,
 * and when the runs of a term began. Times are those at which this process heard of it, so what is
 * between two of them is as long as it was, but for the watch's own jitter. Thread-safe.
 */
final class TermWatch implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("\"started\":\"([^\"]+)\"");
  private static final KeyLayout LAYOUT = EtcdReader.LAYOUT;

  private final EtcdStore store;
  private final List<Watch> watches = new ArrayList<>();
  private final Map<Long, Long> claims = new ConcurrentHashMap<>();
  private final Map<String, Long> deleted = new ConcurrentHashMap<>();
  private final Map<Long, List<Instant>> starts = new ConcurrentHashMap<>();
  private final Map<Long, Integer> claimed = new TreeMap<>();

  TermWatch(List<String> endpoints) throws Exception {
    store = EtcdReader.open(endpoints);
    long from = queue().revision() + 1;
    watches.add(store.watch(LAYOUT.election(EtcdReader.GROUP) + "/", from, told(this::queued)));
    watches.add(store.watch(LAYOUT.journal(EtcdReader.GROUP), from, told(this::recorded)));
  }

  private interface Heard {
    void at(long nanos, WatchEvent event);
  }

  private static WatchListener told(Heard heard) {
    return new WatchListener() {
      @Override
      public void onEvent(WatchEvent event) {
        heard.at(System.nanoTime(), event);
      }

      @Override
      public void onBroken(StoreException cause) {
        throw new IllegalStateException(cause);
      }
    };
  }

  private void queued(long nanos, WatchEvent event) {
    if (event instanceof WatchEvent.Deleted gone) {
      deleted.put(gone.key(), nanos);
    }
  }

  private void recorded(long nanos, WatchEvent event) {
    String place = event.key().substring(event.key().lastIndexOf('/') + 1);
    if (event instanceof WatchEvent.Written written && place.matches("\\d+-\\d+")) {
      long term = Long.parseLong(place.substring(0, place.indexOf('-')));
      String text = written.entry().value().utf8();
      if (text.contains("\"claimed\"")) {
        claims.putIfAbsent(term, nanos);
        count(term, text);
      }
      List<Instant> begun = starts.computeIfAbsent(term, t -> new ArrayList<>());
      Matcher started = STARTED.matcher(text);
      synchronized (begun) {
        while (started.find()) {
          begun.add(Instant.parse(started.group(1)));
        }
      }
    }
  }

  private void count(long term, String text) {
    int found = 0;
    for (int at = text.indexOf("\"claimed\""); at >= 0; at = text.indexOf("\"claimed\"", at + 1)) {
      found++;
    }
    synchronized (claimed) {
      claimed.merge(term, found, Integer::sum);
    }
  }

  /** How many runs a term has claimed. */
  int claimed(long term) {
    synchronized (claimed) {
      return claimed.getOrDefault(term, 0);
    }
  }

  /** Who stands in the queue, first in line first. */
  Listing queue() throws Exception {
    return store
        .list(LAYOUT.election(EtcdReader.GROUP) + "/")
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  /** All that stand, the first in line first, once there are so many; waits for it. */
  List<Entry> candidates(int count) throws Exception {
    return await(
        count + " candidates",
        () -> {
          List<Entry> queue = queue().entries();
          return queue.size() == count ? queue : null;
        });
  }

  /** The leader's key, once somebody leads and has claimed something, and others wait behind. */
  Entry settled(int candidates) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() - end < 0) {
      List<Entry> queue = queue().entries();
      if (queue.size() == candidates && claims.containsKey(queue.get(0).createRevision())) {
        return queue.get(0);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IllegalStateException(
        "no leader at work with "
            + (candidates - 1)
            + " behind it: terms with claims are "
            + claims.keySet()
            + ", the queue is "
            + queue().entries());
  }

  /** When a key was gone; waits for it. */
  long gone(String key) throws Exception {
    return await("the end of key " + key, () -> deleted.get(key));
  }

  /** A term later than the one given, and when its first claim was there; waits for it. */
  Map.Entry<Long, Long> claimAfter(long term) throws Exception {
    return await(
        "a claim after term " + term,
        () ->
            claims.entrySet().stream()
                .filter(entry -> entry.getKey() > term)
                .min(Map.Entry.comparingByKey())
                .orElse(null));
  }

  /** When a term had claimed so many runs; waits for it. */
  long allClaimed(long term, int runs) throws Exception {
    return await(runs + " claims", () -> claimed(term) >= runs ? System.nanoTime() : null);
  }

  /**
   * Stands in the queue, as nobody's node; whoever leads then is this outsider, and fires nothing.
   */
  Lease stand(Duration ttl) throws Exception {
    Lease lease = store.grant(ttl).toCompletableFuture().get(60, TimeUnit.SECONDS);
    String key = LAYOUT.election(EtcdReader.GROUP) + "/" + Long.toHexString(lease.id().number());
    Commit.Put put = new Commit.Put(key, Bytes.utf8("{}"), lease.id());
    store
        .commit(new Commit(List.of(new Commit.Absent(key)), List.of(put)))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
    return lease;
  }

  /** Leaves it. */
  void leave(Lease lease) throws Exception {
    store.revoke(lease.id()).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** When the runs began that a term has recorded the ends of, the earliest first. */
  List<Instant> starts(long term) {
    List<Instant> begun = starts.getOrDefault(term, List.of());
    synchronized (begun) {
      return begun.stream().sorted().toList();
    }
  }

  /** The process id that a candidate tells in its value. */
  static long pid(Entry candidate) {
    Matcher pid = Pattern.compile("\"pid\":(\\d+)").matcher(candidate.value().utf8());
    if (!pid.find()) {
      throw new IllegalStateException("no pid in " + candidate.value().utf8());
    }
    return Long.parseLong(pid.group(1));
  }

  private interface Question<T> {
    @Nullable T ask() throws Exception;
  }

  private static <T> T await(String what, Question<T> question) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (System.nanoTime() - end < 0) {
      T answer = question.ask();
      if (answer != null) {
        return answer;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new IllegalStateException("waited ten minutes in vain for " + what);
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    store.close();
  }
}
