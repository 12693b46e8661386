package dev.tenure.election;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives leases back to the store, and does not forget those that could not be given back at once: a
 * lease that outlives an outage of the store would keep its key in the queue, in front of
 * everybody.
 *
 * <p>All state belongs to the loop.
 */
final class LeaseReturns {

  private static final Logger log = LoggerFactory.getLogger(LeaseReturns.class);
  // A store that comes back gives every old lease its full time again; an hour outlasts any
  // operator.
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Store store;
  private final ElectionOptions options;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Set<LeaseId> pending = new HashSet<>();
  private Runnable onAllBack = () -> {};

  LeaseReturns(Store store, ElectionOptions options, EventLoop loop, RandomGenerator random) {
    this.store = store;
    this.options = options;
    this.loop = loop;
    this.random = random;
  }

  /**
   * Revokes the lease, trying again in the background if need be.
   *
   * @param onReleased called once, when the lease is back or one time to live has passed
   */
  void giveBack(LeaseId lease, Runnable onReleased) {
    pending.add(lease);
    Release release = new Release(lease, onReleased, loop.clock().nanos());
    loop.schedule(options.ttl(), release::tell);
    release.tryOnce(1);
  }

  /** Calls back when no lease is outstanding, at the latest after one time to live. */
  void whenAllBack(Runnable action) {
    onAllBack = once(action);
    if (pending.isEmpty()) {
      onAllBack.run();
    } else {
      loop.schedule(options.ttl(), onAllBack);
    }
  }

  private static Runnable once(Runnable action) {
    boolean[] done = new boolean[1];
    return () -> {
      if (!done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  private final class Release {
    private final LeaseId lease;
    private final Runnable onReleased;
    private final long sinceNanos;

    Release(LeaseId lease, Runnable onReleased, long sinceNanos) {
      this.lease = lease;
      this.onReleased = once(onReleased);
      this.sinceNanos = sinceNanos;
    }

    void tell() {
      onReleased.run();
    }

    void tryOnce(int tries) {
      store
          .revoke(lease)
          .whenCompleteAsync(
              (done, failure) -> {
                if (failure == null || outOfPatience()) {
                  back();
                } else {
                  log.debug("lease {} could not be revoked yet: {}", lease, failure.toString());
                  Duration wait = options.retry().wait(tries, random);
                  loop.schedule(
                      wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait,
                      () -> tryOnce(tries + 1));
                }
              },
              loop);
    }

    private boolean outOfPatience() {
      return loop.clock().nanos() - sinceNanos > PATIENCE.toNanos();
    }

    private void back() {
      pending.remove(lease);
      tell();
      if (pending.isEmpty()) {
        onAllBack.run();
      }
    }
  }
}
