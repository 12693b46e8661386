package dev.tenure.definition;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is under a prefix and then watches it, for ever: takes the watch up again where it
 * broke, and reads everything again when its place was compacted away. Confined to its loop.
 */
final class Tail {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  private static final int PAGE = 1000;

  /** How many events are handed on before the loop may do something else. */
  private static final int PORTION = 2000;

  /** How it makes sure that nothing was missed, where a watch broke or says nothing. */
  enum Again {
    /** By a watch from what was heard last: there are too many keys to read them all. */
    WATCH,
    /**
     * By reading all keys, of which there are few. What was heard last may be long ago: etcd would
     * look through all that was written since, under any key, and writers wait meanwhile.
     */
    READ
  }

  /** Hears what is there, on the loop. */
  interface Sink {
    /** The key is so at its revision, which may be older than what was heard before. */
    void written(Entry entry);

    /** The key is gone since the revision. */
    void deleted(String key, long revision);

    /**
     * Everything was read.
     *
     * @param keys what is there
     * @param revision a key that is not among them and was written up to here is gone
     */
    void listed(Set<String> keys, long revision);

    /** Everything that was heard up to now is handed on, all of it before the revision. */
    void drained(long revision);
  }

  private final Store store;
  private final String prefix;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Again again;
  private final Sink sink;

  /** Answers of an earlier round are of no interest. */
  private long round;

  /** Written on the loop. */
  private volatile long seen;

  private boolean ready;
  private boolean closed;
  private int failures;
  private @Nullable Line present;

  /** The one before, until the present one has told something. */
  private @Nullable Line former;

  Tail(Store store, String prefix, EventLoop loop, RandomGenerator random, Again again, Sink sink) {
    this.store = store;
    this.prefix = prefix;
    this.loop = loop;
    this.random = random;
    this.again = again;
    this.sink = sink;
  }

  /** Whether everything was read, and nothing is being read again. */
  boolean ready() {
    return ready;
  }

  /** The latest revision that was heard of. Any thread. */
  long seen() {
    return seen;
  }

  /** Reads everything. */
  void list() {
    loop.requireInLoop();
    endWatch();
    ready = false;
    if (!closed) {
      page(++round, prefix, OptionalLong.empty(), new HashSet<>());
    }
  }

  /**
   * Reads one page. Pages are of different revisions; the watch, which begins at the first one's,
   * makes up for that.
   */
  private void page(long mine, String afterKey, OptionalLong firstRevision, Set<String> keys) {
    store
        .list(prefix, afterKey, PAGE)
        .whenCompleteAsync(
            (listing, thrown) -> {
              if (mine != round) {
                return;
              }
              if (thrown != null) {
                failed(thrown, this::list);
                return;
              }
              long first = firstRevision.orElse(listing.revision());
              for (Entry entry : listing.entries()) {
                keys.add(entry.key());
                sink.written(entry);
              }
              if (listing.entries().size() == PAGE) {
                String last = listing.entries().get(PAGE - 1).key();
                page(mine, last, OptionalLong.of(first), keys);
              } else {
                listed(first, keys);
              }
            },
            loop);
  }

  private void listed(long revision, Set<String> keys) {
    ready = true;
    seen = revision;
    recovered();
    watch();
    sink.listed(keys, revision);
    sink.drained(seen);
  }

  /**
   * A watch that says nothing may have lost its voice: takes another one. The old one is heard
   * until the new one has spoken: a watch from a revision that is past already gets its first
   * events only when etcd next looks after such, ten times a second ({@code syncWatchersLoop} of
   * its {@code mvcc/watchable_store.go}), and a new leader waits for them.
   */
  void renew() {
    if (again == Again.READ) {
      list();
    } else if (ready && !closed) {
      Line old = present;
      endFormer();
      watch();
      former = old;
    }
  }

  void close() {
    closed = true;
    endWatch();
  }

  private void watch() {
    round++;
    Line line = new Line();
    present = line;
    // Once more from there: of that revision, part may not have been handed on.
    line.watch = store.watch(prefix, Math.max(1, seen), line);
  }

  /** One watch, and what it has told that is not handed on yet. */
  private final class Line implements WatchListener {
    private final Queue<WatchEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waking = new AtomicBoolean();
    private volatile long toldUpTo;
    private @Nullable Watch watch;

    @Override
    public void onEvent(WatchEvent event) {
      events.add(event);
      wake();
    }

    @Override
    public void onProgress(long revision) {
      toldUpTo = revision;
      wake();
    }

    @Override
    public void onBroken(StoreException cause) {
      loop.execute(() -> broken(this, cause));
    }

    void wake() {
      if (waking.compareAndSet(false, true)) {
        loop.execute(() -> drain(this));
      }
    }

    void end() {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private boolean isHeard(Line line) {
    return line == present || line == former;
  }

  private void drain(Line line) {
    line.waking.set(false);
    if (!isHeard(line)) {
      return;
    }
    if (line == present) {
      endFormer();
    }
    // Before the events, all of which were told before it.
    long toldUpTo = line.toldUpTo;
    WatchEvent event = line.events.poll();
    for (int i = 1; event != null; i++) {
      handOn(event);
      if (i == PORTION) {
        line.wake();
        break;
      }
      event = line.events.poll();
    }
    if (event == null) {
      seen = Math.max(seen, toldUpTo);
    }
    recovered();
    sink.drained(seen);
  }

  /** What is older than what was heard was told by the other of two watches. */
  private void handOn(WatchEvent event) {
    if (event.revision() < seen) {
      return;
    }
    seen = event.revision();
    if (event instanceof WatchEvent.Written written) {
      sink.written(written.entry());
    } else {
      sink.deleted(event.key(), event.revision());
    }
  }

  private void broken(Line line, StoreException cause) {
    if (line == former) {
      endFormer();
    }
    if (line != present) {
      return;
    }
    endWatch();
    if (cause.kind() == StoreException.Kind.COMPACTED) {
      log.info("{} is read again: the history since revision {} is compacted away", prefix, seen);
      list();
    } else {
      failed(cause, this::renew);
    }
  }

  private void failed(Throwable thrown, Runnable retry) {
    failures++;
    if (failures == 2) {
      log.warn("{} cannot be followed, trying again: {}", prefix, cause(thrown).getMessage());
    }
    long mine = ++round;
    loop.schedule(
        BACKOFF.wait(failures, random),
        () -> {
          if (mine == round && !closed) {
            retry.run();
          }
        });
  }

  private void recovered() {
    if (failures >= 2) {
      log.info("{} is followed again", prefix);
    }
    failures = 0;
  }

  private void endWatch() {
    endFormer();
    if (present != null) {
      present.end();
      present = null;
    }
    round++;
  }

  private void endFormer() {
    if (former != null) {
      former.end();
      former = null;
    }
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
