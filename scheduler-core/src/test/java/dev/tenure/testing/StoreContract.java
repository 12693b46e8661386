package dev.tenure.testing;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Store} must do. A subclass supplies the store and says how time passes: a real
 * store waits, a fake one advances its clock.
 */
public abstract class StoreContract {

  private static final Duration TTL = Duration.ofSeconds(2);

  private Store store;
  private String root;

  /** A store to test; closed at the end of each test. */
  protected abstract Store open();

  /** Where the test may write; nothing else does. Ends with a slash. */
  protected abstract String freshRoot();

  /** Lets that much time pass for the store. */
  protected abstract void passTime(Duration time);

  /** The result of the stage; throws what it failed with, possibly wrapped. */
  protected abstract <T> T await(CompletionStage<T> stage);

  /** Lets time pass until the condition holds; the test goes on, and fails, when it never does. */
  protected abstract void awaitUntil(BooleanSupplier condition);

  /** Throws away the history before the revision; false when the store cannot. */
  protected boolean compact(long revision) {
    return false;
  }

  @BeforeEach
  final void openStore() {
    store = open();
    root = freshRoot();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  void aMissingKeyIsEmpty() {
    assertThat(await(store.get(root + "none"))).isEmpty();
  }

  @Test
  void aWrittenKeyIsReadWithItsRevisions() {
    long revision = put("a", "one");
    long changed = put("a", "two");

    Entry entry = await(store.get(root + "a")).orElseThrow();

    assertThat(changed).isGreaterThan(revision);
    assertThat(entry)
        .isEqualTo(new Entry(root + "a", Bytes.utf8("two"), revision, changed, LeaseId.NONE));
  }

  @Test
  void valuesAreRawBytes() {
    Bytes odd = Bytes.of(new byte[] {0, (byte) 0xff, 10, (byte) 0xc3});
    commit(List.of(), new Commit.Put(root + "ö/ключ", odd, LeaseId.NONE));

    assertThat(await(store.get(root + "ö/ключ")).orElseThrow().value()).isEqualTo(odd);
  }

  @Test
  void aListingIsSortedByCreation() {
    put("z", "1");
    put("a", "2");
    put("m", "3");
    long last = put("z", "4");

    Listing listing = await(store.list(root));

    assertThat(listing.entries())
        .extracting(Entry::key)
        .containsExactly(root + "z", root + "a", root + "m");
    assertThat(listing.revision()).isGreaterThanOrEqualTo(last);
  }

  @Test
  void aListingHoldsNoNeighbours() {
    put("a/1", "in");
    put("a/2/3", "in");
    put("a", "out");
    put("ab", "out");
    put("b", "out");

    assertThat(await(store.list(root + "a/")).entries())
        .extracting(Entry::key)
        .containsExactly(root + "a/1", root + "a/2/3");
  }

  @Test
  void anEmptyPrefixListsNothing() {
    assertThat(await(store.list(root + "nothing/")).entries()).isEmpty();
  }

  @Test
  void pagesAreSortedByKeyAndHoldEverythingOnce() {
    for (String name : List.of("p/c", "p/a", "p/e", "p/b", "p/d", "p", "pa", "p0")) {
      put(name, name);
    }
    String prefix = root + "p/";

    Listing first = await(store.list(prefix, prefix, 2));
    long last = put("p/aa", "late, and before the page");
    Listing second = await(store.list(prefix, root + "p/b", 2));
    Listing third = await(store.list(prefix, root + "p/d", 2));

    assertThat(first.entries()).extracting(Entry::key).containsExactly(prefix + "a", prefix + "b");
    assertThat(second.entries()).extracting(Entry::key).containsExactly(prefix + "c", prefix + "d");
    assertThat(third.entries()).extracting(Entry::key).containsExactly(prefix + "e");
    assertThat(first.revision()).isLessThan(last);
    assertThat(second.revision()).isGreaterThanOrEqualTo(last);
    assertThat(first.entries().get(0).value()).isEqualTo(Bytes.utf8("p/a"));
  }

  @Test
  void aRangeIsDeletedInOneCommitAndNothingBesideIt() {
    for (String name : List.of("r/1", "r/2", "r/3", "r", "r0")) {
      put(name, "x");
    }
    long from = put("r/4", "x");
    Recorder recorder = new Recorder();
    Watch watch = store.watch(root + "r/", from + 1, recorder);

    long revision =
        committed(
            commit(
                List.of(),
                Commit.Put.unleased(root + "r/folded", "3"),
                new Commit.DeleteRange(root + "r/1", root + "r/3")));
    awaitUntil(() -> recorder.events.size() >= 3);
    watch.close();

    assertThat(await(store.list(root + "r/")).entries())
        .extracting(Entry::key)
        .containsExactly(root + "r/3", root + "r/4", root + "r/folded");
    assertThat(recorder.events).extracting(WatchEvent::revision).containsOnly(revision);
    assertThat(recorder.keys())
        .containsExactlyInAnyOrder(root + "r/folded", root + "r/1", root + "r/2");
    committed(commit(List.of(), Commit.DeleteRange.under(root + "r/")));
    assertThat(await(store.list(root + "r/")).entries()).isEmpty();
    assertThat(await(store.get(root + "r"))).isPresent();
    assertThat(await(store.get(root + "r0"))).isPresent();
  }

  @Test
  void aLeaseIsAliveUntilItsEnd() {
    Lease lease = await(store.grant(TTL));
    assertThat(await(store.alive(lease.id()))).isTrue();

    passTime(lease.ttl().plusSeconds(2));

    assertThat(await(store.alive(lease.id()))).as("asking does not renew").isFalse();
    Lease other = await(store.grant(TTL));
    await(store.revoke(other.id()));
    assertThat(await(store.alive(other.id()))).isFalse();
  }

  @Test
  void allWritesOfACommitShareOneRevision() {
    put("old", "x");

    CommitResult result =
        commit(
            List.of(),
            Commit.Put.unleased(root + "a", "1"),
            Commit.Put.unleased(root + "b", "2"),
            new Commit.Delete(root + "old"));

    long revision = committed(result);
    assertThat(await(store.get(root + "a")).orElseThrow().modRevision()).isEqualTo(revision);
    assertThat(await(store.get(root + "b")).orElseThrow().createRevision()).isEqualTo(revision);
    assertThat(await(store.get(root + "old"))).isEmpty();
  }

  @Test
  void anAbsentKeyIsGuardedUntilItExists() {
    Commit.Guard absent = new Commit.Absent(root + "lock");
    committed(commit(List.of(absent), Commit.Put.unleased(root + "lock", "first")));

    CommitResult second = commit(List.of(absent), Commit.Put.unleased(root + "lock", "second"));

    Entry held = refused(second).guarded().get(root + "lock");
    assertThat(held.value()).isEqualTo(Bytes.utf8("first"));
    assertThat(await(store.get(root + "lock"))).contains(held);
  }

  @Test
  void aFenceHoldsForOneIncarnationOnly() {
    long created = put("key", "a");
    put("key", "b");
    Commit.Guard fence = new Commit.CreatedAt(root + "key", created);
    committed(commit(List.of(fence), Commit.Put.unleased(root + "effect", "1")));

    commit(List.of(), new Commit.Delete(root + "key"));
    put("key", "new incarnation");

    CommitResult late = commit(List.of(fence), Commit.Put.unleased(root + "effect", "2"));
    assertThat(refused(late).guarded().get(root + "key").createRevision()).isGreaterThan(created);
    assertThat(await(store.get(root + "effect")).orElseThrow().value()).isEqualTo(Bytes.utf8("1"));
  }

  @Test
  void aModifiedGuardHoldsForOneWriteOnly() {
    long first = put("key", "a");
    Commit.Guard unchanged = new Commit.ModifiedAt(root + "key", first);

    long second = committed(commit(List.of(unchanged), Commit.Put.unleased(root + "key", "b")));
    CommitResult late = commit(List.of(unchanged), Commit.Put.unleased(root + "key", "c"));

    assertThat(refused(late).guarded().get(root + "key").modRevision()).isEqualTo(second);
  }

  @Test
  void oneFailingGuardRefusesTheWholeCommit() {
    long created = put("here", "x");

    CommitResult result =
        commit(
            List.of(
                new Commit.CreatedAt(root + "here", created), new Commit.CreatedAt(root + "no", 7)),
            Commit.Put.unleased(root + "effect", "1"));

    assertThat(refused(result).guarded()).containsOnlyKeys(root + "here");
    assertThat(await(store.get(root + "effect"))).isEmpty();
  }

  @Test
  void aRefusalTellsTheRevisionOfItsJudgement() {
    long last = put("key", "x");

    CommitResult.Refused refused = refused(commit(List.of(new Commit.Absent(root + "key"))));

    assertThat(refused.revision()).isGreaterThanOrEqualTo(last);
  }

  @Test
  void aCommitWithoutWritesChecksItsGuards() {
    long created = put("key", "x");

    CommitResult held = commit(List.of(new Commit.CreatedAt(root + "key", created)));
    CommitResult broken = commit(List.of(new Commit.Absent(root + "key")));

    assertThat(committed(held)).isGreaterThanOrEqualTo(created);
    assertThat(refused(broken).guarded()).containsOnlyKeys(root + "key");
  }

  @Test
  void aKeyDiesWithItsRevokedLease() {
    Lease lease = await(store.grant(TTL));
    commit(List.of(), new Commit.Put(root + "mortal", Bytes.utf8("x"), lease.id()));
    assertThat(await(store.get(root + "mortal")).orElseThrow().lease()).isEqualTo(lease.id());

    await(store.revoke(lease.id()));

    assertThat(await(store.get(root + "mortal"))).isEmpty();
  }

  @Test
  void aKeyDiesWhenItsLeaseRunsOut() {
    Lease lease = await(store.grant(TTL));
    assertThat(lease.ttl()).isGreaterThanOrEqualTo(TTL);
    commit(List.of(), new Commit.Put(root + "mortal", Bytes.utf8("x"), lease.id()));

    passTime(lease.ttl().plusSeconds(2));

    assertThat(await(store.get(root + "mortal"))).isEmpty();
    assertThat(kindOf(store.renew(lease.id()))).isEqualTo(StoreException.Kind.LEASE_GONE);
  }

  @Test
  void aRenewedLeaseLivesOn() {
    Lease lease = await(store.grant(TTL));
    commit(List.of(), new Commit.Put(root + "kept", Bytes.utf8("x"), lease.id()));

    for (int i = 0; i < 3; i++) {
      passTime(lease.ttl().dividedBy(2));
      assertThat(await(store.renew(lease.id()))).isEqualTo(lease.ttl());
    }

    assertThat(await(store.get(root + "kept"))).isPresent();
    await(store.revoke(lease.id()));
  }

  @Test
  void aPutWithoutLeaseUnbindsTheKey() {
    Lease lease = await(store.grant(TTL));
    commit(List.of(), new Commit.Put(root + "freed", Bytes.utf8("x"), lease.id()));
    put("freed", "y");

    await(store.revoke(lease.id()));

    assertThat(await(store.get(root + "freed")).orElseThrow().lease()).isEqualTo(LeaseId.NONE);
  }

  @Test
  void aGoneLeaseTakesNoKeysAndNoRenewals() {
    Lease lease = await(store.grant(TTL));
    await(store.revoke(lease.id()));

    Commit late =
        new Commit(List.of(), List.of(new Commit.Put(root + "late", Bytes.utf8("x"), lease.id())));
    assertThat(kindOf(store.commit(late))).isEqualTo(StoreException.Kind.LEASE_GONE);
    assertThat(kindOf(store.renew(lease.id()))).isEqualTo(StoreException.Kind.LEASE_GONE);
    assertThat(await(store.get(root + "late"))).isEmpty();
  }

  @Test
  void revokingTwiceIsFine() {
    Lease lease = await(store.grant(TTL));
    await(store.revoke(lease.id()));

    Assertions.assertThatCode(() -> await(store.revoke(lease.id()))).doesNotThrowAnyException();
  }

  @Test
  void aWatchReplaysFromItsRevisionAndGoesOn() {
    put("w/0", "before");
    long from = put("w/1", "first");
    put("other", "not watched");
    commit(List.of(), new Commit.Delete(root + "w/0"));
    Recorder recorder = new Recorder();

    Watch watch = store.watch(root + "w/", from, recorder);
    awaitUntil(() -> recorder.events.size() >= 2);
    put("w/2", "live");
    awaitUntil(() -> recorder.events.size() >= 3);
    watch.close();

    assertThat(recorder.keys()).containsExactly(root + "w/1", root + "w/0", root + "w/2");
    assertThat(recorder.events.get(0))
        .isInstanceOfSatisfying(
            WatchEvent.Written.class,
            written -> assertThat(written.entry().value()).isEqualTo(Bytes.utf8("first")));
    assertThat(recorder.events.get(1)).isInstanceOf(WatchEvent.Deleted.class);
    assertThat(recorder.events).extracting(WatchEvent::revision).isSorted();
    assertThat(recorder.broken).isEmpty();
  }

  @Test
  void aWatchSeesEveryWriteInOrder() {
    long from = put("w/start", "x");
    Recorder recorder = new Recorder();
    Watch watch = store.watch(root + "w/", from + 1, recorder);

    for (int i = 0; i < 50; i++) {
      put("w/same", "value " + i);
    }
    awaitUntil(() -> recorder.events.size() >= 50);
    watch.close();

    assertThat(recorder.values())
        .isEqualTo(java.util.stream.IntStream.range(0, 50).mapToObj(i -> "value " + i).toList());
  }

  @Test
  void aWatchOfTheFutureWaits() {
    long now = put("w/now", "x");
    Recorder recorder = new Recorder();
    Watch watch = store.watch(root + "w/", now + 2, recorder);

    put("w/skipped", "x");
    put("w/seen", "x");
    awaitUntil(() -> !recorder.events.isEmpty());
    watch.close();

    assertThat(recorder.keys()).containsExactly(root + "w/seen");
  }

  @Test
  void aWatchTellsTheDeathOfALease() {
    Lease lease = await(store.grant(TTL));
    long from =
        committed(
            commit(List.of(), new Commit.Put(root + "w/mortal", Bytes.utf8("x"), lease.id())));
    Recorder recorder = new Recorder();
    Watch watch = store.watch(root + "w/mortal", from + 1, recorder);

    passTime(lease.ttl().plusSeconds(2));
    awaitUntil(() -> !recorder.events.isEmpty());
    watch.close();

    assertThat(recorder.events)
        .singleElement()
        .isInstanceOfSatisfying(
            WatchEvent.Deleted.class,
            deleted -> assertThat(deleted.key()).isEqualTo(root + "w/mortal"));
  }

  @Test
  void aClosedWatchIsSilent() {
    long from = put("w/1", "x");
    Recorder closed = new Recorder();
    Recorder open = new Recorder();
    Watch first = store.watch(root + "w/", from, closed);
    Watch second = store.watch(root + "w/", from, open);
    awaitUntil(() -> closed.events.size() == 1 && open.events.size() == 1);

    first.close();
    first.close();
    put("w/2", "x");
    awaitUntil(() -> open.events.size() == 2);
    second.close();

    assertThat(closed.events).hasSize(1);
    assertThat(closed.broken).isEmpty();
  }

  @Test
  void aWatchOfLostHistoryBreaksAsCompacted() {
    long first = put("w/1", "x");
    put("w/2", "x");
    long last = put("w/3", "x");
    org.junit.jupiter.api.Assumptions.assumeTrue(compact(last), "the store compacts");
    Recorder recorder = new Recorder();

    Watch watch = store.watch(root + "w/", first, recorder);
    awaitUntil(() -> !recorder.broken.isEmpty());
    watch.close();

    assertThat(recorder.broken)
        .extracting(StoreException::kind)
        .containsExactly(StoreException.Kind.COMPACTED);
    assertThat(recorder.events).isEmpty();
  }

  @Test
  void aClosedStoreAnswersWithAFailure() {
    long from = put("w/1", "x");
    Recorder recorder = new Recorder();
    store.watch(root + "w/", from, recorder);
    awaitUntil(() -> recorder.events.size() == 1);

    store.close();
    store.close();

    assertThat(kindOf(store.get(root + "w/1"))).isEqualTo(StoreException.Kind.UNAVAILABLE);
    assertThat(recorder.broken).isEmpty();
  }

  private long put(String key, String value) {
    return committed(commit(List.of(), Commit.Put.unleased(root + key, value)));
  }

  private CommitResult commit(List<Commit.Guard> guards, Commit.Write... writes) {
    return await(store.commit(new Commit(guards, List.of(writes))));
  }

  private static long committed(CommitResult result) {
    assertThat(result).isInstanceOf(CommitResult.Committed.class);
    return ((CommitResult.Committed) result).revision();
  }

  private static CommitResult.Refused refused(CommitResult result) {
    assertThat(result).isInstanceOf(CommitResult.Refused.class);
    return (CommitResult.Refused) result;
  }

  private StoreException.Kind kindOf(CompletionStage<?> stage) {
    try {
      Object answer = await(stage);
      throw new AssertionError("a failure was expected, the answer was " + answer);
    } catch (RuntimeException e) {
      Throwable cause = e instanceof CompletionException ? e.getCause() : e;
      assertThat(cause).isInstanceOf(StoreException.class);
      return ((StoreException) cause).kind();
    }
  }

  /** Keeps what a watch told, in order. */
  public static final class Recorder implements WatchListener {

    /** The events. */
    public final List<WatchEvent> events = new CopyOnWriteArrayList<>();

    /** Why the watch broke: at most one reason. */
    public final List<StoreException> broken = new CopyOnWriteArrayList<>();

    /** All of it in words: {@code key@revision}, {@code up to revision}, a kind of failure. */
    public final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(WatchEvent event) {
      events.add(event);
      told.add(event.key() + "@" + event.revision());
    }

    @Override
    public void onProgress(long revision) {
      told.add("up to " + revision);
    }

    @Override
    public void onBroken(StoreException cause) {
      broken.add(cause);
      told.add(cause.kind().name());
    }

    /** The keys of the events, in order. */
    public List<String> keys() {
      return events.stream().map(WatchEvent::key).toList();
    }

    /** The written values, in order. */
    public List<String> values() {
      return events.stream()
          .filter(WatchEvent.Written.class::isInstance)
          .map(event -> ((WatchEvent.Written) event).entry().value().utf8())
          .toList();
    }
  }
}
