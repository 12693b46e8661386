package dev.tenure.election;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Lease;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.time.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one lease alive and knows until when its holder may believe in it.
 *
 * <p>The deadline is the <em>send</em> instant of the last renewal that succeeded, plus the granted
 * time to live, minus the margin: the server counts from a later moment, so neither a slow network
 * nor a stale answer can make the belief outlive the lease. Renewals go out every third of the time
 * to live and may overlap; one that fails is soon tried again.
 *
 * <p>All state belongs to the loop; the listener is called on it.
 */
final class LeaseKeeper {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  // More than this between the clocks means that the machine slept, or that somebody set the time.
  private static final Duration CLOCK_GAP = Duration.ofSeconds(1);

  /** What the holder of the lease hears. */
  interface Listener {
    void renewed(Deadline deadline);

    /** The clocks drifted apart: do not believe before the next {@link #renewed}. */
    void doubted();

    /** It is over; nothing follows. */
    void ended(ElectionException.SessionLost cause);
  }

  private final Store store;
  private final Lease lease;
  private final Duration margin;
  private final EventLoop loop;
  private final Clock wallClock;
  private final Listener listener;

  private Deadline deadline;
  private boolean stopped;
  private int failures;
  private long lastNanos;
  private long lastWallMillis;
  private EventLoop.Timer renewal = () -> {};
  private EventLoop.Timer expiry = () -> {};

  /**
   * Begins to keep the lease.
   *
   * @param sentNanos when the request for the grant was sent
   */
  LeaseKeeper(
      Store store,
      Lease lease,
      long sentNanos,
      Duration margin,
      EventLoop loop,
      Clock wallClock,
      Listener listener) {
    this.store = store;
    this.lease = lease;
    this.margin = margin;
    this.loop = loop;
    this.wallClock = wallClock;
    this.listener = listener;
    this.deadline = deadlineFor(sentNanos, lease.ttl());
    lastNanos = loop.clock().nanos();
    lastWallMillis = wallClock.millis();
    expiry = loop.schedule(deadline.left(lastNanos), this::checkDeadline);
    renewal = loop.schedule(period(), this::renewOnTime);
  }

  /** Until when the holder may believe, as far as known now. */
  Deadline deadline() {
    return deadline;
  }

  /** Renews no more and calls nobody. The lease is left to the caller. */
  void stop() {
    stopped = true;
    renewal.cancel();
    expiry.cancel();
  }

  private Duration period() {
    return lease.ttl().dividedBy(3);
  }

  private Deadline deadlineFor(long sentNanos, Duration ttl) {
    return Deadline.after(sentNanos, ttl.minus(margin));
  }

  private void renewOnTime() {
    renewal = loop.schedule(period(), this::renewOnTime);
    compareClocks();
    renew();
  }

  private void compareClocks() {
    long nanos = loop.clock().nanos();
    long wallMillis = wallClock.millis();
    long aheadMillis = wallMillis - lastWallMillis - Duration.ofNanos(nanos - lastNanos).toMillis();
    lastNanos = nanos;
    lastWallMillis = wallMillis;
    if (aheadMillis > CLOCK_GAP.toMillis()) {
      log.warn(
          "the wall clock ran {} ms ahead of the monotonic one (machine asleep, or time set);"
              + " lease {} is verified before anything goes on",
          aheadMillis,
          lease.id());
      listener.doubted();
    }
  }

  private void renew() {
    long sentNanos = loop.clock().nanos();
    store
        .renew(lease.id())
        .whenCompleteAsync((ttl, failure) -> onAnswer(sentNanos, ttl, failure), loop);
  }

  private void onAnswer(long sentNanos, Duration ttl, Throwable failure) {
    if (stopped || endedByDeadline()) {
      return;
    }
    if (failure == null) {
      if (failures > 0) {
        log.info("lease {} is renewed again", lease.id());
      }
      failures = 0;
      deadline = deadline.later(deadlineFor(sentNanos, ttl));
      expiry.cancel();
      expiry = loop.schedule(deadline.left(loop.clock().nanos()), this::checkDeadline);
      listener.renewed(deadline);
    } else if (kindOf(failure) == StoreException.Kind.LEASE_GONE) {
      end("the lease " + lease.id() + " is gone from etcd", failure);
    } else {
      onFailure(failure);
    }
  }

  private void onFailure(Throwable failure) {
    failures++;
    if (failures == 1) {
      log.warn(
          "lease {} could not be renewed, trying again for {} ms: {}",
          lease.id(),
          deadline.left(loop.clock().nanos()).toMillis(),
          message(failure));
    }
    renewal.cancel();
    Duration soon = Duration.ofMillis(Math.max(100, lease.ttl().toMillis() / 20));
    renewal = loop.schedule(soon, this::renewOnTime);
  }

  private void checkDeadline() {
    if (!stopped && !endedByDeadline()) {
      expiry = loop.schedule(deadline.left(loop.clock().nanos()), this::checkDeadline);
    }
  }

  /** The deadline is judged before any answer is: a pause may have made both wait. */
  private boolean endedByDeadline() {
    if (!deadline.passed(loop.clock().nanos())) {
      return false;
    }
    end("no renewal of lease " + lease.id() + " succeeded in time", null);
    return true;
  }

  private void end(String reason, @Nullable Throwable cause) {
    stop();
    listener.ended(new ElectionException.SessionLost(reason, cause));
  }

  static StoreException.Kind kindOf(Throwable failure) {
    return failureOf(failure) instanceof StoreException e
        ? e.kind()
        : StoreException.Kind.UNAVAILABLE;
  }

  static Throwable failureOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String message(Throwable failure) {
    return String.valueOf(failureOf(failure).getMessage());
  }
}
