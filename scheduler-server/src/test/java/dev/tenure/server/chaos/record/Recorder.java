package dev.tenure.server.chaos.record;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every change under a root, from the first revision on, through a connection of its own.
 * A watch that breaks or falls silent is taken up where it was. It writes a mark now and then: a
 * watch that does not tell of it is silent.
 */
public final class Recorder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final Duration MARKS = Duration.ofSeconds(2);
  private static final int SILENT_MARKS = 3;

  private final Store store;
  private final String root;
  private final String mark;
  private final Consumer<Recorded> listener;
  private final ThreadEventLoop loop = new ThreadEventLoop("recorder");
  private final AtomicLong seen = new AtomicLong();
  private final List<Recorded> all = new ArrayList<>();
  private final Map<String, Integer> newest = new HashMap<>();
  private final Set<String> keysOfLast = new HashSet<>();
  private @Nullable Watch watch;
  private long generation;
  private int unheard;
  private boolean closed;

  private Recorder(Store store, String root, Consumer<Recorded> listener) {
    this.store = store;
    this.root = root;
    this.listener = listener;
    mark = root + "/mark";
  }

  /**
   * Begins to listen.
   *
   * @param listener is told of each change, in order, on the recorder's own thread
   */
  public static Recorder open(List<String> endpoints, String root, Consumer<Recorded> listener) {
    Recorder recorder = new Recorder(EtcdStore.open(EtcdSettings.of(endpoints)), root, listener);
    recorder.loop.execute(recorder::watch);
    recorder.loop.execute(recorder::mark);
    return recorder;
  }

  /** Everything up to this revision has been heard; it may be compacted away. */
  public long passed() {
    return seen.get();
  }

  /** All changes so far, in the order of their revisions; without the recorder's own. */
  public List<Recorded> all() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** Waits until everything that was written before this call has been heard. */
  public void catchUp(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long revision = 0;
    while (revision == 0 || seen.get() < revision) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "the recorder has heard up to revision " + seen.get() + ", not " + revision);
      }
      if (revision == 0) {
        CommitResult result = put().toCompletableFuture().exceptionally(e -> null).join();
        revision = result instanceof CommitResult.Committed done ? done.revision() : 0;
      }
      Thread.sleep(20);
    }
  }

  private void watch() {
    if (closed) {
      return;
    }
    generation++;
    long mine = generation;
    unheard = 0;
    // Again from the last revision: a break may have come between two changes of one transaction.
    watch =
        store.watch(
            root + "/",
            Math.max(1, seen.get()),
            new WatchListener() {
              @Override
              public void onEvent(WatchEvent event) {
                long wall = System.currentTimeMillis();
                long nanos = System.nanoTime();
                loop.execute(() -> heard(mine, event, wall, nanos));
              }

              @Override
              public void onBroken(StoreException cause) {
                loop.execute(() -> broken(mine, cause));
              }
            });
  }

  private void heard(long from, WatchEvent event, long wall, long nanos) {
    if (from != generation || event.revision() < seen.get()) {
      return;
    }
    if (event.revision() > seen.get()) {
      keysOfLast.clear();
    }
    boolean isNew = keysOfLast.add(event.key());
    seen.set(event.revision());
    if (event.key().equals(mark)) {
      unheard = 0;
    } else if (isNew) {
      Recorded recorded = recorded(event, wall, nanos);
      keep(recorded);
      listener.accept(recorded);
    }
  }

  /** Of what is written again and again, and long, only the newest value is kept. */
  private void keep(Recorded recorded) {
    synchronized (all) {
      if (recorded.key().startsWith(root + "/state/")
          || (recorded.created() != recorded.revision() && isPlace(recorded.key()))) {
        Integer before = newest.put(recorded.key(), all.size());
        if (before != null) {
          all.set(before, all.get(before).withoutValue());
        }
      }
      all.add(recorded);
    }
  }

  private boolean isPlace(String key) {
    return key.startsWith(root + "/election/") || key.startsWith(root + "/nodes/");
  }

  private static Recorded recorded(WatchEvent event, long wall, long nanos) {
    if (event instanceof WatchEvent.Written written) {
      LeaseId lease = written.entry().lease();
      return new Recorded(
          event.revision(),
          event.key(),
          written.entry().value().utf8(),
          written.entry().createRevision(),
          lease.equals(LeaseId.NONE) ? "" : lease.hex(),
          wall,
          nanos);
    }
    return new Recorded(event.revision(), event.key(), null, 0, "", wall, nanos);
  }

  private void broken(long from, StoreException cause) {
    if (from != generation || closed) {
      return;
    }
    if (cause.kind() == StoreException.Kind.COMPACTED) {
      throw new IllegalStateException("compacted beyond the recorder, at " + seen.get(), cause);
    }
    log.debug("the recorder's watch broke: {}", cause.getMessage());
    loop.schedule(Duration.ofMillis(100), this::watch);
  }

  private void mark() {
    if (closed) {
      return;
    }
    loop.schedule(MARKS, this::mark);
    put()
        .whenCompleteAsync(
            (result, thrown) -> {
              if (result instanceof CommitResult.Committed done && done.revision() > seen.get()) {
                unheard++;
                if (unheard > SILENT_MARKS && watch != null) {
                  log.debug("the recorder's watch is silent");
                  watch.close();
                  watch();
                }
              }
            },
            loop);
  }

  private java.util.concurrent.CompletionStage<CommitResult> put() {
    return store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(mark, ""))));
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          if (watch != null) {
            watch.close();
          }
        });
    loop.close();
    store.close();
  }
}
