package dev.tenure.testing;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreUsage;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One process's connection to a {@link FakeStore}, and what the network does to it: delay, lost
 * requests, lost answers, a cut, a watch that goes silent.
 */
public final class FakeStoreClient implements Store {

  /** A network between one process and the store. The fields are set by the test at any time. */
  public static final class Network {
    /** The shortest way there or back. */
    public Duration fastest = Duration.ofMillis(1);

    /** The longest way there or back. */
    public Duration slowest = Duration.ofMillis(5);

    /** The share of requests that never arrive. */
    public double lostRequests;

    /** The share of answers that never arrive. */
    public double lostAnswers;

    /** Nothing gets through. */
    public boolean cut;

    /** Watches deliver nothing and say nothing. */
    public boolean silentWatches;
  }

  private final FakeStore server;
  private final ManualTime time;
  private final RandomGenerator random;
  private final Network network = new Network();
  private final List<ServerWatch> watches = new ArrayList<>();
  private boolean closed;
  private Duration callTimeout = Duration.ofSeconds(1);

  FakeStoreClient(FakeStore server, ManualTime time, RandomGenerator random) {
    this.server = server;
    this.time = time;
    this.random = random;
  }

  /** The faults. */
  public Network network() {
    return network;
  }

  /** The deadline of each call from now on. */
  public void callTimeout(Duration timeout) {
    callTimeout = timeout;
  }

  /** All watches end with an error, as after a reset of the connection. */
  public void breakWatches() {
    List.copyOf(watches).forEach(watch -> watch.breakNow("connection reset"));
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return call(() -> server.get(key), failure -> null);
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    return call(() -> server.list(prefix), failure -> null);
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    return call(() -> server.list(prefix, afterKey, limit), failure -> null);
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    return call(() -> server.commit(commit), CommitResult.OutcomeUnknown::new);
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    return call(() -> server.grant(ttl), failure -> null);
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    return call(() -> server.renew(lease), failure -> null);
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    return call(() -> server.alive(lease), failure -> null);
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    return call(
        () -> {
          server.revoke(lease);
          return null;
        },
        failure -> null);
  }

  @Override
  public CompletionStage<Optional<StoreUsage>> usage() {
    return call(() -> Optional.of(server.usage()), failure -> null);
  }

  private <T> CompletionStage<T> call(Supplier<T> operation, Function<StoreException, T> onLost) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    server.loop().schedule(callTimeout, () -> lose(answer, onLost, "no answer in time"));
    if (closed) {
      lose(answer, onLost, "the store is closed");
    } else if (!network.cut && random.nextDouble() >= network.lostRequests) {
      server.loop().schedule(delay(), () -> arrive(operation, onLost, answer));
    }
    return answer;
  }

  private <T> void arrive(
      Supplier<T> operation, Function<StoreException, T> onLost, CompletableFuture<T> answer) {
    if (server.isDown()) {
      server.loop().schedule(delay(), () -> lose(answer, onLost, "connection refused"));
      return;
    }
    Runnable completion;
    try {
      T result = operation.get();
      completion = () -> answer.complete(result);
    } catch (StoreException e) {
      completion = () -> answer.completeExceptionally(e);
    }
    if (!network.cut && random.nextDouble() >= network.lostAnswers) {
      server.loop().schedule(delay(), completion);
    }
  }

  private static <T> void lose(
      CompletableFuture<T> answer, Function<StoreException, T> onLost, String why) {
    StoreException failure = new StoreException(StoreException.Kind.UNAVAILABLE, why, null);
    T instead = onLost.apply(failure);
    if (instead == null) {
      answer.completeExceptionally(failure);
    } else {
      answer.complete(instead);
    }
  }

  private Duration delay() {
    long span = network.slowest.toNanos() - network.fastest.toNanos();
    return network.fastest.plusNanos(span <= 0 ? 0 : random.nextLong(span));
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    ServerWatch watch = new ServerWatch(prefix, fromRevision, listener);
    watches.add(watch);
    server.loop().schedule(delay(), watch::begin);
    return watch;
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(watches).forEach(ServerWatch::close);
  }

  /** One watch: events travel in order, each with a delay of its own. */
  final class ServerWatch implements Watch {
    private final String prefix;
    private final long fromRevision;
    private final WatchListener listener;
    private long lastArrivalNanos;
    private boolean ended;

    private ServerWatch(String prefix, long fromRevision, WatchListener listener) {
      this.prefix = prefix;
      this.fromRevision = fromRevision;
      this.listener = listener;
    }

    private void begin() {
      if (ended) {
        return;
      }
      if (network.cut || server.isDown()) {
        breakNow("no connection");
      } else {
        server.open(this, fromRevision);
      }
    }

    void offer(WatchEvent event) {
      if (event.revision() < fromRevision
          || !event.key().startsWith(prefix)
          || network.silentWatches) {
        return;
      }
      if (network.cut) {
        breakNow("connection lost");
        return;
      }
      travel(() -> listener.onEvent(event));
    }

    void progress(long revision) {
      if (!network.silentWatches && !network.cut) {
        travel(() -> listener.onProgress(revision));
      }
    }

    void breakNow(String why) {
      finish(new StoreException(StoreException.Kind.UNAVAILABLE, why, null));
    }

    void compacted(long revision) {
      finish(
          new StoreException(
              StoreException.Kind.COMPACTED, "compacted up to revision " + revision, null));
    }

    private void finish(StoreException cause) {
      server.close(this);
      watches.remove(this);
      travel(
          () -> {
            ended = true;
            listener.onBroken(cause);
          });
    }

    private void travel(Runnable delivery) {
      long now = time.clock().nanos();
      lastArrivalNanos = Math.max(lastArrivalNanos, now + delay().toNanos());
      server
          .loop()
          .schedule(
              Duration.ofNanos(lastArrivalNanos - now),
              () -> {
                if (!ended) {
                  delivery.run();
                }
              });
    }

    @Override
    public void close() {
      ended = true;
      server.close(this);
      watches.remove(this);
    }
  }
}
