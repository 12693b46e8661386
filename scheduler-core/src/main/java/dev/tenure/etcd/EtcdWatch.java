package dev.tenure.etcd;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import io.etcd.jetcd.Watch.Listener;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch that ends at the first trouble.
 *
 * <p>jetcd resumes a broken watch by itself half a second later, from a revision that may lie
 * behind events which it has not delivered. So nothing it says after an error is passed on, and the
 * watcher is closed; whoever owns the watch opens a new one from what it has really seen. jetcd
 * calls us under a lock of its own, which its {@code close} takes as well: opening and closing
 * happen on our loop only, and no lock of ours is taken while jetcd reports an error.
 */
final class EtcdWatch implements Watch, Listener {

  private static final Logger log = LoggerFactory.getLogger(EtcdWatch.class);

  private final EventLoop loop;
  private final WatchListener listener;
  private final Function<Throwable, CompletionStage<StoreException>> explain;
  private final Runnable forget;
  private final AtomicBoolean broken = new AtomicBoolean();
  private boolean silent;
  private @Nullable Watcher watcher;

  EtcdWatch(
      EventLoop loop,
      WatchListener listener,
      Function<Throwable, CompletionStage<StoreException>> explain,
      Runnable forget) {
    this.loop = loop;
    this.listener = listener;
    this.explain = explain;
    this.forget = forget;
  }

  /** Asks etcd for the events; on the loop. */
  void open(Function<Listener, Watcher> opening) {
    loop.requireInLoop();
    if (silenced()) {
      return;
    }
    try {
      watcher = opening.apply(this);
    } catch (RuntimeException e) {
      onError(e);
    }
  }

  @Override
  public void onNext(WatchResponse response) {
    synchronized (this) {
      // Judged once per response: a response holds whole revisions, and half of one must not pass.
      if (broken.get()) {
        return;
      }
      if (response.getEvents().isEmpty()) {
        progress(response.getHeader().getRevision());
      } else {
        response.getEvents().forEach(event -> tell(translate(event)));
      }
    }
  }

  @Override
  public void onError(Throwable thrown) {
    if (broken.compareAndSet(false, true)) {
      loop.execute(() -> end(thrown));
    }
  }

  @Override
  public void onCompleted() {
    onError(EtcdExceptionFactory.newEtcdException(ErrorCode.UNAVAILABLE, "etcd ended the watch"));
  }

  @Override
  public void close() {
    silence();
    broken.set(true);
    loop.execute(this::closeWatcher);
  }

  /** Lets the listener hear nothing more. */
  synchronized void silence() {
    silent = true;
  }

  private void end(Throwable thrown) {
    closeWatcher();
    if (!silenced()) {
      explain.apply(thrown).whenCompleteAsync((cause, failed) -> report(cause), loop);
    }
  }

  private void closeWatcher() {
    forget.run();
    if (watcher != null) {
      watcher.close();
      watcher = null;
    }
  }

  private synchronized void report(StoreException cause) {
    if (!silent) {
      silent = true;
      guarded(() -> listener.onBroken(cause));
    }
  }

  private synchronized boolean silenced() {
    return silent;
  }

  private void tell(WatchEvent event) {
    if (!silent) {
      guarded(() -> listener.onEvent(event));
    }
  }

  /**
   * etcd says so of a watch to which it has sent nothing for ten minutes ({@code sendLoop} of its
   * {@code api/v3rpc/watch.go}), and only while it has nothing left to send to it.
   */
  private void progress(long revision) {
    if (!silent) {
      guarded(() -> listener.onProgress(revision));
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("a watch listener failed; this is a defect, please report it", e);
    }
  }

  private static WatchEvent translate(io.etcd.jetcd.watch.WatchEvent event) {
    return switch (event.getEventType()) {
      case PUT -> new WatchEvent.Written(Transactions.entry(event.getKeyValue()));
      case DELETE ->
          new WatchEvent.Deleted(
              Transactions.text(event.getKeyValue().getKey()),
              event.getKeyValue().getModRevision());
      case UNRECOGNIZED -> throw new IllegalStateException("etcd sent an event of an unknown type");
    };
  }
}
