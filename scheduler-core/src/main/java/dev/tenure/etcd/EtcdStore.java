package dev.tenure.etcd;

import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreMember;
import dev.tenure.store.StoreUsage;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchListener;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.maintenance.AlarmResponse;
import io.etcd.jetcd.maintenance.AlarmType;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.WatchOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The store port on etcd 3.4 or newer, through jetcd.
 *
 * <p>Reads are linearizable. Nothing is retried behind the caller's back, except that an expired
 * login is renewed once. Calls fail at once while no member can be reached, and at the latest after
 * the settings' call timeout; connections are tried anew every second. All watches demand a member
 * that knows a leader, so that they break when the quorum is lost.
 */
public final class EtcdStore implements Store {

  private final EventLoop loop;
  private final CallbackThreads callbacks;
  private final EtcdChannel channel;
  private final Client client;
  private final EtcdCalls calls;
  private final Listings listings;
  private final String target;
  private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private EtcdStore(EtcdSettings settings, Consumer<Instant> validUntil) {
    loop = new ThreadEventLoop("etcd-store");
    callbacks = new CallbackThreads("etcd-callback-");
    try {
      channel = new EtcdChannel(settings, callbacks, loop, validUntil);
    } catch (RuntimeException e) {
      loop.close();
      callbacks.close();
      throw e;
    }
    client = EtcdCalls.client(settings, channel);
    target = EtcdChannel.target(settings);
    calls = new EtcdCalls(settings, client);
    listings = new Listings(calls, client.getKVClient());
  }

  /**
   * A store on the etcd that the settings name. Reads the TLS files but does not connect yet: the
   * first call does. Throws {@link StoreException} of kind INVALID when a TLS file does not fit.
   */
  public static EtcdStore open(EtcdSettings settings) {
    return open(settings, until -> {});
  }

  /**
   * The same.
   *
   * @param validUntil is told again and again until when the certificates in the TLS files are
   *     valid, if there are any; must not block
   */
  public static EtcdStore open(EtcdSettings settings, Consumer<Instant> validUntil) {
    return new EtcdStore(settings, validUntil);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    ByteSequence bytes = Transactions.bytes(key);
    return calls
        .call("get " + key, () -> client.getKVClient().get(bytes))
        .thenApply(answer -> answer.getKvs().stream().findFirst().map(Transactions::entry));
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    return listings.list(prefix);
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return listings.page(prefix, afterKey, limit);
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    if (commit.guards().isEmpty() && commit.writes().isEmpty()) {
      return CompletableFuture.failedFuture(
          new StoreException(
              StoreException.Kind.INVALID, "a commit needs at least a guard or a write", null));
    }
    return calls.commit(() -> Transactions.send(client.getKVClient(), commit));
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    if (fromRevision < 1) {
      throw new IllegalArgumentException("fromRevision must be positive, is " + fromRevision);
    }
    KeyRange range = KeyRange.ofPrefix(prefix);
    WatchOption option =
        WatchOption.builder()
            .withRange(range.end())
            .withRevision(fromRevision)
            .withRequireLeader(true)
            .withProgressNotify(true)
            .build();
    EtcdWatch[] self = new EtcdWatch[1];
    EtcdWatch watch =
        new EtcdWatch(
            loop,
            listener,
            thrown -> calls.explainWatch("watch " + prefix, range, thrown),
            () -> watches.remove(self[0]));
    self[0] = watch;
    watches.add(watch);
    loop.execute(
        () -> watch.open(jetcd -> client.getWatchClient().watch(range.start(), option, jetcd)));
    if (closed.get()) {
      watch.silence();
    }
    return watch;
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    long seconds = Math.max(1, ttl.plusNanos(999_999_999).toSeconds());
    return calls
        .call("grant a lease of " + seconds + " s", () -> client.getLeaseClient().grant(seconds))
        .thenApply(
            answer -> new Lease(new LeaseId(answer.getID()), Duration.ofSeconds(answer.getTTL())));
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    // jetcd itself turns the answer "no time left" into etcd's error for an unknown lease.
    return calls
        .call("renew lease " + lease, () -> client.getLeaseClient().keepAliveOnce(lease.number()))
        .thenApply(answer -> Duration.ofSeconds(answer.getTTL()));
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return timeLeft(lease).thenApply(Optional::isPresent);
  }

  @Override
  public CompletionStage<Optional<Duration>> timeLeft(LeaseId lease) {
    return calls
        .call(
            "look at lease " + lease,
            () -> client.getLeaseClient().timeToLive(lease.number(), LeaseOption.DEFAULT))
        .thenApply(answer -> Optional.of(answer.getTTL()).filter(left -> left >= 0))
        .thenApply(left -> left.map(Duration::ofSeconds));
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return calls.revoke(
        "revoke lease " + lease, () -> client.getLeaseClient().revoke(lease.number()));
  }

  @Override
  public CompletionStage<Optional<StoreUsage>> usage() {
    return calls
        .call("ask for the status", () -> client.getMaintenanceClient().statusMember(target))
        .thenCombine(
            calls.call("ask for alarms", () -> client.getMaintenanceClient().listAlarms()),
            (status, alarms) -> Optional.of(usage(status, alarms)));
  }

  @Override
  public CompletionStage<List<StoreMember>> members() {
    return new MemberSurvey(calls, client, target, loop.clock()).ask();
  }

  private static StoreUsage usage(StatusResponse status, AlarmResponse alarms) {
    boolean full =
        alarms.getAlarms().stream().anyMatch(it -> it.getAlarmType() == AlarmType.NOSPACE);
    return new StoreUsage(
        status.getDbSize(), full ? StoreUsage.State.FULL : StoreUsage.State.WRITABLE);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    watches.forEach(EtcdWatch::silence);
    client.close();
    channel.close();
    loop.close();
    callbacks.close();
  }
}
