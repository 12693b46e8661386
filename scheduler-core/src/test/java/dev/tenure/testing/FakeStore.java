package dev.tenure.testing;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreUsage;
import dev.tenure.store.WatchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The server side of a store in manual time: one map with revisions, leases that expire, a history
 * for watches. It obeys at once and never fails; what the network does to a call is the business of
 * {@link FakeStoreClient}.
 */
public final class FakeStore {

  private static final class Granted {
    private final Duration ttl;
    private long expiresNanos;

    Granted(Duration ttl, long expiresNanos) {
      this.ttl = ttl;
      this.expiresNanos = expiresNanos;
    }
  }

  /** Hears of every commit that happened, at the moment it happens. */
  @FunctionalInterface
  public interface CommitWitness {
    void committed(Commit commit);
  }

  private final ManualTime time;
  private final ManualTime.Loop loop;
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final List<WatchEvent> history = new ArrayList<>();
  private final Map<LeaseId, Granted> leases = new HashMap<>();
  private final List<FakeStoreClient.ServerWatch> watches = new ArrayList<>();
  private long farthest;
  private long revision = 1;
  private long compacted;
  private long lastLease = 0x1000;
  private long downSinceNanos;
  private boolean down;
  private Duration leaseLie = Duration.ZERO;
  private CommitWitness witness = commit -> {};
  private StoreUsage usage = new StoreUsage(0, StoreUsage.State.WRITABLE);

  /** An empty store in the given time. */
  public FakeStore(ManualTime time) {
    this.time = time;
    loop = time.loop("store");
  }

  /** A connection of one process. */
  public FakeStoreClient client(RandomGenerator random) {
    return new FakeStoreClient(this, time, random);
  }

  /** Tells the witness of every commit from now on. */
  public void witness(CommitWitness newWitness) {
    witness = newWitness;
  }

  /** From now on its data takes so much room; when it is full, nothing is written. */
  public void usage(StoreUsage newUsage) {
    usage = newUsage;
  }

  StoreUsage usage() {
    return usage;
  }

  /** No call is answered and no lease expires until {@link #up}. */
  public void down() {
    down = true;
    downSinceNanos = time.clock().nanos();
    List.copyOf(watches).forEach(watch -> watch.breakNow("store down"));
  }

  /** Back again; as in etcd, every lease has its full time again. */
  public void up() {
    down = false;
    long now = time.clock().nanos();
    if (now > downSinceNanos) {
      leases.forEach((id, lease) -> renewAt(id, lease, now));
    }
  }

  /**
   * Makes leases end earlier than was promised: no election survives that, and a test must see it.
   */
  public void shortenLeasesBy(Duration lie) {
    leaseLie = lie;
  }

  boolean isDown() {
    return down;
  }

  ManualTime.Loop loop() {
    return loop;
  }

  /** The present revision. */
  public long revision() {
    return revision;
  }

  /** Lets so many revisions pass, as if something else had been written. */
  public void age(long revisions) {
    revision += revisions;
  }

  /** The keys under the prefix, first created first. */
  public List<Entry> entries(String prefix) {
    return entries.tailMap(prefix, true).values().stream()
        .takeWhile(e -> e.key().startsWith(prefix))
        .sorted(Comparator.comparingLong(Entry::createRevision))
        .toList();
  }

  /** The leases that live. */
  public List<LeaseId> leases() {
    return leases.keySet().stream().sorted(Comparator.comparingLong(LeaseId::number)).toList();
  }

  /** Forgets the history before the present revision. */
  public void compact() {
    compacted = revision;
    history.removeIf(event -> event.revision() < compacted);
  }

  /** Deletes a key as an operator would. */
  public void delete(String key) {
    if (entries.remove(key) != null) {
      revision++;
      record(new WatchEvent.Deleted(key, revision));
    }
  }

  Optional<Entry> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  Listing list(String prefix) {
    return new Listing(revision, entries(prefix));
  }

  Listing list(String prefix, String afterKey, int limit) {
    List<Entry> page =
        entries.tailMap(afterKey, afterKey.equals(prefix)).values().stream()
            .takeWhile(entry -> entry.key().startsWith(prefix))
            .limit(limit)
            .toList();
    return new Listing(revision, page);
  }

  boolean alive(LeaseId lease) {
    return leases.containsKey(lease);
  }

  CommitResult commit(Commit commit) {
    Map<String, Entry> guarded = new HashMap<>();
    commit.guards().forEach(g -> get(g.key()).ifPresent(e -> guarded.put(g.key(), e)));
    if (!commit.guards().stream().allMatch(this::holds)) {
      return new CommitResult.Refused(revision, guarded);
    }
    if (usage.state() == StoreUsage.State.FULL
        && commit.writes().stream().anyMatch(Commit.Put.class::isInstance)) {
      throw new StoreException(StoreException.Kind.LIMIT, "no space", null);
    }
    for (Commit.Write write : commit.writes()) {
      if (write instanceof Commit.Put put
          && !put.lease().equals(LeaseId.NONE)
          && !leases.containsKey(put.lease())) {
        throw new StoreException(
            StoreException.Kind.LEASE_GONE, "no lease " + put.lease() + " for " + put.key(), null);
      }
    }
    boolean changes =
        commit.writes().stream().anyMatch(w -> w instanceof Commit.Put || !deletedBy(w).isEmpty());
    if (changes) {
      revision++;
      commit.writes().forEach(this::apply);
    }
    witness.committed(commit);
    return new CommitResult.Committed(revision);
  }

  private boolean holds(Commit.Guard guard) {
    Optional<Entry> entry = get(guard.key());
    if (guard instanceof Commit.CreatedAt created) {
      return entry.filter(e -> e.createRevision() == created.createRevision()).isPresent();
    }
    if (guard instanceof Commit.ModifiedAt modified) {
      return entry.filter(e -> e.modRevision() == modified.modRevision()).isPresent();
    }
    return entry.isEmpty();
  }

  private void apply(Commit.Write write) {
    if (write instanceof Commit.Put put) {
      long created = get(put.key()).map(Entry::createRevision).orElse(revision);
      Entry entry = new Entry(put.key(), put.value(), created, revision, put.lease());
      entries.put(put.key(), entry);
      record(new WatchEvent.Written(entry));
      return;
    }
    for (String key : deletedBy(write)) {
      entries.remove(key);
      record(new WatchEvent.Deleted(key, revision));
    }
  }

  private List<String> deletedBy(Commit.Write write) {
    if (write instanceof Commit.DeleteRange range) {
      return List.copyOf(entries.subMap(range.key(), range.end()).keySet());
    }
    return entries.containsKey(write.key()) ? List.of(write.key()) : List.of();
  }

  private void record(WatchEvent event) {
    history.add(event);
    List.copyOf(watches).forEach(watch -> watch.offer(event));
  }

  Lease grant(Duration ttl) {
    Duration granted = ttl.compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ofSeconds(2) : ttl;
    LeaseId id = new LeaseId(++lastLease);
    Granted lease = new Granted(granted, 0);
    leases.put(id, lease);
    renewAt(id, lease, time.clock().nanos());
    return new Lease(id, granted);
  }

  Duration renew(LeaseId id) {
    Granted lease = leases.get(id);
    if (lease == null) {
      throw new StoreException(StoreException.Kind.LEASE_GONE, "no lease " + id, null);
    }
    renewAt(id, lease, time.clock().nanos());
    return lease.ttl;
  }

  private void renewAt(LeaseId id, Granted lease, long nowNanos) {
    Duration life = lease.ttl.minus(leaseLie);
    lease.expiresNanos = nowNanos + life.toNanos();
    loop.schedule(life, () -> expire(id, lease));
  }

  private void expire(LeaseId id, Granted lease) {
    if (!down && leases.get(id) == lease && lease.expiresNanos <= time.clock().nanos()) {
      revoke(id);
    }
  }

  /** Ends a lease, as an operator, its owner or its time does. */
  public void revoke(LeaseId id) {
    if (leases.remove(id) == null) {
      return;
    }
    List<String> keys =
        entries.values().stream().filter(e -> e.lease().equals(id)).map(Entry::key).toList();
    if (!keys.isEmpty()) {
      revision++;
      keys.forEach(entries::remove);
      keys.forEach(key -> record(new WatchEvent.Deleted(key, revision)));
    }
  }

  /** Writes a key without a lease, as a foreign program would. */
  public void put(String key, String value) {
    put(key, Bytes.utf8(value));
  }

  /** Writes whatever bytes. */
  public void put(String key, Bytes value) {
    commit(new Commit(List.of(), List.of(new Commit.Put(key, value, LeaseId.NONE))));
  }

  void open(FakeStoreClient.ServerWatch watch, long fromRevision) {
    if (fromRevision <= compacted && fromRevision < revision) {
      watch.compacted(compacted);
      return;
    }
    watches.add(watch);
    farthest = Math.max(farthest, revision - fromRevision);
    history.forEach(watch::offer);
  }

  /**
   * How far back the watch began that began farthest back since this was asked last. The real one
   * looks through all that was written since, under any key, while writers wait.
   */
  public long farthest() {
    long revisions = farthest;
    farthest = 0;
    return revisions;
  }

  /** Tells every watch that it was told everything. */
  public void tellProgress() {
    List.copyOf(watches).forEach(watch -> watch.progress(revision));
  }

  void close(FakeStoreClient.ServerWatch watch) {
    watches.remove(watch);
  }
}
