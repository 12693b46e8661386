package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store in this process, in real time, that answers at once, or later when a test says so. It has
 * no leases; thread-safe.
 */
final class MemoryStore implements Store {

  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private final List<WatchEvent> events = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private long revision = 10;
  private boolean holding;
  private Optional<StoreException> refusal = Optional.empty();

  /** Somebody becomes the leader; the former one's key is gone. */
  synchronized Leadership elect() {
    entries.keySet().removeIf(key -> key.startsWith("/t/election/"));
    String key = "/t/election/g/" + revision;
    apply(new Commit.Put(key, Bytes.utf8("leader"), LeaseId.NONE), ++revision);
    return LeadershipFixture.held(key, revision, NanoClock.system());
  }

  /** The leader's key is deleted without its knowledge. */
  synchronized void depose() {
    entries.keySet().removeIf(key -> key.startsWith("/t/election/"));
  }

  /** Commits are neither applied nor answered until {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  synchronized int heldCommits() {
    return held.size();
  }

  void release() {
    List<Runnable> due;
    synchronized (this) {
      holding = false;
      due = List.copyOf(held);
      held.clear();
    }
    due.forEach(Runnable::run);
  }

  /** All commits are refused for this reason; empty accepts them again. */
  synchronized void refuse(Optional<StoreException> cause) {
    refusal = cause;
  }

  synchronized Optional<String> value(String key) {
    return Optional.ofNullable(entries.get(key)).map(entry -> entry.value().utf8());
  }

  @Override
  public synchronized CompletionStage<CommitResult> commit(Commit commit) {
    CompletableFuture<CommitResult> answer = new CompletableFuture<>();
    if (refusal.isPresent()) {
      answer.completeExceptionally(refusal.get());
    } else if (holding) {
      held.add(() -> answer.complete(judge(commit)));
    } else {
      answer.complete(judge(commit));
    }
    return answer;
  }

  private synchronized CommitResult judge(Commit commit) {
    Map<String, Entry> guarded = new HashMap<>();
    for (Commit.Guard guard : commit.guards()) {
      Optional.ofNullable(entries.get(guard.key())).ifPresent(e -> guarded.put(guard.key(), e));
    }
    if (!commit.guards().stream().allMatch(this::holds)) {
      return new CommitResult.Refused(revision, guarded);
    }
    revision++;
    commit.writes().forEach(write -> apply(write, revision));
    return new CommitResult.Committed(revision);
  }

  private boolean holds(Commit.Guard guard) {
    Entry entry = entries.get(guard.key());
    if (guard instanceof Commit.CreatedAt created) {
      return entry != null && entry.createRevision() == created.createRevision();
    } else if (guard instanceof Commit.ModifiedAt modified) {
      return entry != null && entry.modRevision() == modified.modRevision();
    }
    return entry == null;
  }

  private void apply(Commit.Write write, long at) {
    if (write instanceof Commit.Put put) {
      Entry old = entries.get(put.key());
      long created = old == null ? at : old.createRevision();
      Entry entry = new Entry(put.key(), put.value(), created, at, put.lease());
      entries.put(put.key(), entry);
      tell(new WatchEvent.Written(entry));
    } else if (write instanceof Commit.DeleteRange range) {
      List.copyOf(entries.subMap(range.key(), range.end()).keySet())
          .forEach(key -> remove(key, at));
    } else {
      remove(write.key(), at);
    }
  }

  private void remove(String key, long at) {
    if (entries.remove(key) != null) {
      tell(new WatchEvent.Deleted(key, at));
    }
  }

  private void tell(WatchEvent event) {
    events.add(event);
    watchers.forEach(watcher -> watcher.tell(event));
  }

  private record Watcher(String prefix, long fromRevision, WatchListener listener) {
    void tell(WatchEvent event) {
      if (event.key().startsWith(prefix) && event.revision() >= fromRevision) {
        listener.onEvent(event);
      }
    }
  }

  @Override
  public synchronized CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    List<Entry> page =
        entries.values().stream()
            .filter(entry -> entry.key().startsWith(prefix) && entry.key().compareTo(afterKey) > 0)
            .limit(limit)
            .toList();
    return CompletableFuture.completedFuture(new Listing(revision, page));
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public synchronized CompletionStage<Listing> list(String prefix) {
    List<Entry> found =
        entries.values().stream()
            .filter(entry -> entry.key().startsWith(prefix))
            .sorted(Comparator.comparingLong(Entry::createRevision))
            .toList();
    return CompletableFuture.completedFuture(new Listing(revision, found));
  }

  @Override
  public synchronized CompletionStage<Optional<Entry>> get(String key) {
    return CompletableFuture.completedFuture(Optional.ofNullable(entries.get(key)));
  }

  @Override
  public synchronized Watch watch(String prefix, long fromRevision, WatchListener listener) {
    Watcher watcher = new Watcher(prefix, fromRevision, listener);
    events.forEach(watcher::tell);
    watchers.add(watcher);
    return () -> {
      synchronized (this) {
        watchers.remove(watcher);
      }
    };
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    throw new UnsupportedOperationException("no leases here");
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    throw new UnsupportedOperationException("no leases here");
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    throw new UnsupportedOperationException("no leases here");
  }

  @Override
  public void close() {}
}
