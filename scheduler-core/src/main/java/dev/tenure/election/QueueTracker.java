package dev.tenure.election;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QueueView} up to date: one listing, then a watch from the next revision on, opened
 * again whenever it breaks. A fresh listing now and then catches a watch that went silent.
 *
 * <p>All state belongs to the loop; the listener is called on it.
 */
final class QueueTracker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(QueueTracker.class);
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  /** What the owner hears. */
  interface Listener {
    void changed(QueueView view);

    /** The store refuses to show the queue; the tracker goes on asking, for better days. */
    void unreadable(Throwable cause);
  }

  private final Store store;
  private final ElectionName name;
  private final ElectionOptions options;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Listener listener;

  private QueueView view = QueueView.UNKNOWN;
  // Events up to here are in the last listing.
  private long listed;
  private int failures;
  // Answers that belong to an older round are dropped.
  private long round;
  private @Nullable Watch watch;
  // What the back-off delays, while it does.
  private @Nullable Runnable waiting;
  private EventLoop.Timer timer = () -> {};

  QueueTracker(
      Store store,
      ElectionName name,
      ElectionOptions options,
      EventLoop loop,
      RandomGenerator random,
      Listener listener) {
    this.store = store;
    this.name = name;
    this.options = options;
    this.loop = loop;
    this.random = random;
    this.listener = listener;
  }

  /** The present view; {@link QueueView#UNKNOWN} until the first listing has arrived. */
  QueueView view() {
    loop.requireInLoop();
    return view;
  }

  void start() {
    loop.requireInLoop();
    list();
  }

  @Override
  public void close() {
    loop.requireInLoop();
    nextRound();
  }

  private long nextRound() {
    timer.cancel();
    waiting = null;
    if (watch != null) {
      watch.close();
      watch = null;
    }
    return ++round;
  }

  private void list() {
    long mine = nextRound();
    store
        .list(name.prefix())
        .whenCompleteAsync(
            (listing, failure) -> {
              if (mine != round) {
                return;
              }
              if (failure != null) {
                retry(failure, this::list);
              } else {
                failures = 0;
                apply(listing);
                watchFrom(listing.revision() + 1);
              }
            },
            loop);
  }

  private void apply(Listing listing) {
    listed = listing.revision();
    view = QueueView.of(listing);
    listener.changed(view);
  }

  private void watchFrom(long revision) {
    long mine = nextRound();
    watch =
        store.watch(
            name.prefix(),
            revision,
            new WatchListener() {
              @Override
              public void onEvent(WatchEvent event) {
                loop.execute(() -> onWatchEvent(mine, event));
              }

              @Override
              public void onBroken(StoreException cause) {
                loop.execute(() -> onWatchBroken(mine, cause));
              }
            });
    rereadLater(mine);
  }

  private void onWatchEvent(long mine, WatchEvent event) {
    if (mine != round) {
      return;
    }
    failures = 0;
    if (event.revision() <= listed) {
      return;
    }
    QueueView next = view.after(event);
    if (!next.equals(view)) {
      view = next;
      listener.changed(view);
    }
  }

  private void onWatchBroken(long mine, StoreException cause) {
    if (mine != round) {
      return;
    }
    if (cause.kind() == StoreException.Kind.COMPACTED) {
      list();
    } else {
      // From the last revision seen, not the one after it: a revision may hold several events.
      retry(cause, () -> watchFrom(Math.max(view.revision(), 1)));
    }
  }

  /** The store has just answered somebody else: no need to wait any longer before the next try. */
  void hurry() {
    if (waiting != null) {
      timer.cancel();
      Runnable now = waiting;
      waiting = null;
      now.run();
    }
  }

  private void retry(Throwable failure, Runnable again) {
    nextRound();
    failures++;
    waiting = again;
    if (failures == 1) {
      log.debug("election {}: looking again at the queue: {}", name, failure.toString());
    }
    timer = loop.schedule(options.retry().wait(failures, random), this::hurry);
    if (LeaseKeeper.kindOf(failure) == StoreException.Kind.DENIED) {
      denied(LeaseKeeper.failureOf(failure));
    }
  }

  private void denied(Throwable cause) {
    if (failures == 1) {
      log.warn("election {}: its candidates cannot be seen: {}", name, cause.getMessage());
    }
    listener.unreadable(cause);
  }

  private void rereadLater(long mine) {
    timer = loop.schedule(options.reread(), () -> reread(mine));
  }

  /**
   * Compares with a fresh listing, and gives the watch a moment to deliver what is under way. A
   * listing that is older than what was known before it was asked for can only be that of a store
   * that was restored from a snapshot: the watch would be silent until its revisions are reached
   * again.
   */
  private void reread(long mine) {
    long known = view.revision();
    store
        .list(name.prefix())
        .whenCompleteAsync(
            (listing, failure) -> {
              if (mine != round) {
                return;
              }
              if (failure != null) {
                log.debug("election {}: reread failed: {}", name, failure.toString());
                rereadLater(mine);
              } else if (listing.revision() < known) {
                failures = 0;
                adopt(listing);
              } else if (agrees(listing)) {
                failures = 0;
                rereadLater(mine);
              } else {
                timer = loop.schedule(CATCH_UP, () -> settle(mine, listing));
              }
            },
            loop);
  }

  private void settle(long mine, Listing listing) {
    if (mine != round) {
      return;
    }
    if (view.revision() > listing.revision() || agrees(listing)) {
      rereadLater(mine);
    } else {
      adopt(listing);
    }
  }

  /** Takes a listing over the watch, which must have missed something. */
  void adopt(Listing listing) {
    log.warn("election {}: the watch had missed events; opened a new one", name);
    apply(listing);
    watchFrom(listing.revision() + 1);
  }

  private boolean agrees(Listing listing) {
    return view.candidates().equals(QueueView.of(listing).candidates());
  }
}
