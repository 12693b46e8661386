package dev.tenure.node;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The stage set of a {@link Rehearsal}: a store in memory with one visitor, whose leases never end
 * by themselves and whose network is perfect. Thread-safe.
 */
final class RehearsalStore implements Store {

  private static final Duration TTL = Duration.ofMinutes(1);

  // Guarded by this, all of it.
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final Map<WatchListener, String> watches = new HashMap<>();
  private long revision = 1;
  private long leases;

  private static <T> CompletionStage<T> answer(T result) {
    return CompletableFuture.completedFuture(result);
  }

  @Override
  public synchronized CompletionStage<Optional<Entry>> get(String key) {
    return answer(Optional.ofNullable(entries.get(key)));
  }

  @Override
  public synchronized CompletionStage<Listing> list(String prefix) {
    List<Entry> found =
        entries.values().stream()
            .filter(entry -> entry.key().startsWith(prefix))
            .sorted(Comparator.comparingLong(Entry::createRevision))
            .toList();
    return answer(new Listing(revision, found));
  }

  @Override
  public synchronized CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    List<Entry> page =
        entries.values().stream()
            .filter(entry -> entry.key().startsWith(prefix) && entry.key().compareTo(afterKey) > 0)
            .limit(limit)
            .toList();
    return answer(new Listing(revision, page));
  }

  @Override
  public synchronized CompletionStage<CommitResult> commit(Commit commit) {
    if (!commit.guards().stream().allMatch(this::holds)) {
      Map<String, Entry> guarded = new HashMap<>();
      commit.guards().stream()
          .map(guard -> entries.get(guard.key()))
          .filter(Objects::nonNull)
          .forEach(entry -> guarded.put(entry.key(), entry));
      return answer(new CommitResult.Refused(revision, guarded));
    }
    if (!commit.writes().isEmpty()) {
      revision++;
      commit.writes().forEach(this::apply);
    }
    return answer(new CommitResult.Committed(revision));
  }

  private boolean holds(Commit.Guard guard) {
    Entry entry = entries.get(guard.key());
    if (guard instanceof Commit.CreatedAt created) {
      return entry != null && entry.createRevision() == created.createRevision();
    }
    if (guard instanceof Commit.ModifiedAt modified) {
      return entry != null && entry.modRevision() == modified.modRevision();
    }
    return entry == null;
  }

  private void apply(Commit.Write write) {
    Entry before = entries.get(write.key());
    if (write instanceof Commit.Put put) {
      long created = before == null ? revision : before.createRevision();
      Entry entry = new Entry(put.key(), put.value(), created, revision, put.lease());
      entries.put(put.key(), entry);
      tell(new WatchEvent.Written(entry));
    } else if (write instanceof Commit.DeleteRange range) {
      List.copyOf(entries.subMap(range.key(), range.end()).keySet())
          .forEach(key -> apply(new Commit.Delete(key)));
    } else if (before != null) {
      entries.remove(write.key());
      tell(new WatchEvent.Deleted(write.key(), revision));
    }
  }

  private void tell(WatchEvent event) {
    watches.forEach(
        (listener, prefix) -> {
          if (event.key().startsWith(prefix)) {
            listener.onEvent(event);
          }
        });
  }

  @Override
  public synchronized Watch watch(String prefix, long fromRevision, WatchListener listener) {
    watches.put(listener, prefix);
    return () -> forget(listener);
  }

  private synchronized void forget(WatchListener listener) {
    watches.remove(listener);
  }

  @Override
  public synchronized CompletionStage<Lease> grant(Duration ttl) {
    return answer(new Lease(new LeaseId(++leases), TTL));
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return answer(TTL);
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return answer(true);
  }

  @Override
  public synchronized CompletionStage<Void> revoke(LeaseId lease) {
    List<Commit.Write> deletions = new ArrayList<>();
    entries.values().stream()
        .filter(entry -> entry.lease().equals(lease))
        .forEach(entry -> deletions.add(new Commit.Delete(entry.key())));
    return commit(new Commit(List.of(), deletions)).thenAccept(done -> {});
  }

  @Override
  public synchronized void close() {
    watches.clear();
  }
}
