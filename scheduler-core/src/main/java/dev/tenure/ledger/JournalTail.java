package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index up with the journal.
 *
 * <p>The order of reading makes the picture whole although its parts are of different revisions:
 * the journal first, from then on a watch of it, the states last. An entry that is missing from the
 * first was folded before, so the state, read later, contains it; an entry that a state contains
 * already is not applied to it again.
 *
 * <p>Confined to the ledger's loop.
 */
final class JournalTail {

  private static final Logger log = LoggerFactory.getLogger(JournalTail.class);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final int ENTRIES = 100;
  private static final int STATES = 1000;

  private final Store store;
  private final LedgerScope scope;
  private final LedgerIndex index;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Pages pages;
  private final JournalJson journal;
  private final KnownNames names;

  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private CompletableFuture<Void> ready = first;
  private boolean started;
  private boolean live;
  private long round;

  /** Written on the loop; read from any thread. */
  private volatile long seenRevision;

  private int breaks;
  private boolean heard;
  private @Nullable Watch watch;
  private boolean catchingUp;

  /** An entry that is known to be there, and of which the index may know nothing. */
  private @Nullable Position behind;

  // What is read while the index is not live: from pages, and from the watch.
  private TreeMap<Position, Entry> listed = new TreeMap<>();
  private TreeMap<Position, Entry> waiting = new TreeMap<>();
  private @Nullable Entry waitingMarker;

  JournalTail(
      Store store,
      LedgerScope scope,
      LedgerIndex index,
      KnownNames names,
      EventLoop loop,
      RandomGenerator random) {
    this.store = store;
    this.scope = scope;
    this.index = index;
    this.names = names;
    this.loop = loop;
    this.random = random;
    pages = new Pages(store, loop, random);
    journal = new JournalJson(scope.group(), names);
  }

  /** Begins, if it has not begun; the stage completes when the index can be used. */
  CompletableFuture<Void> follow() {
    loop.requireInLoop();
    if (!started) {
      started = true;
      readAll();
      loop.schedule(LOOK, this::look);
    }
    return ready;
  }

  /** Whether the index holds a whole picture. */
  boolean isLive() {
    return live;
  }

  /** Up to where the store was read. Any thread. */
  long seenRevision() {
    return seenRevision;
  }

  void stop() {
    round++;
    live = false;
    closeWatch();
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Reads everything anew. */
  CompletableFuture<Void> readAll() {
    long mine = ++round;
    live = false;
    closeWatch();
    listed = new TreeMap<>();
    waiting = new TreeMap<>();
    waitingMarker = null;
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    boolean[] watching = new boolean[1];
    pages
        .walk(
            scope.journal(),
            scope.journal(),
            ENTRIES,
            () -> mine == round,
            page -> {
              if (!watching[0]) {
                watching[0] = true;
                seenRevision = page.revision();
                watchFrom(page.revision() + 1);
              }
              page.entries().forEach(entry -> take(entry, false));
            })
        .thenRun(() -> readStates(mine));
    return ready;
  }

  private void readStates(long mine) {
    StateReading reading = new StateReading(scope, names);
    pages
        .walk(scope.states(), scope.states(), STATES, () -> mine == round, reading::page)
        .thenRun(() -> caughtUp(reading));
  }

  private void caughtUp(StateReading reading) {
    boolean isFirst = !first.isDone();
    index.replace(reading.states(), reading.unreadable(), isFirst);
    live = true;
    listed.values().forEach(this::apply);
    TreeMap<Position, Entry> later = waiting;
    listed = new TreeMap<>();
    waiting = new TreeMap<>();
    index.resynced();
    ready.complete(null);
    later.forEach(this::follows);
    Entry marker = waitingMarker;
    waitingMarker = null;
    if (marker != null) {
      mark(marker);
    }
  }

  private void watchFrom(long revision) {
    long mine = round;
    watch =
        store.watch(
            scope.journal(),
            revision,
            new WatchListener() {
              @Override
              public void onEvent(WatchEvent event) {
                loop.execute(() -> event(mine, event));
              }

              @Override
              public void onBroken(StoreException cause) {
                loop.execute(() -> broken(mine, cause));
              }
            });
  }

  private void event(long mine, WatchEvent event) {
    if (mine != round) {
      return;
    }
    heard = true;
    breaks = 0;
    seenRevision = Math.max(seenRevision, event.revision());
    if (event instanceof WatchEvent.Written written) {
      take(written.entry(), true);
    } else if (event.key().equals(scope.marker())) {
      index.markerAt(0);
    } else {
      gone(event.key());
    }
  }

  /**
   * The last entry that is known goes by a fold only, or because somebody removes what is wrong.
   */
  private void gone(String key) {
    index.strange().remove(key);
    boolean last = scope.position(key).filter(index.high()::equals).isPresent();
    if (live && last && index.high().isAfter(index.folded())) {
      log.warn("key {} was deleted by somebody else; the ledger is read anew", key);
      readAll();
    }
  }

  private void broken(long mine, StoreException cause) {
    if (mine != round) {
      return;
    }
    watch = null;
    if (cause.kind() == StoreException.Kind.COMPACTED) {
      log.debug("the journal of group {} is read anew: {}", scope.group(), cause.getMessage());
      readAll();
      return;
    }
    breaks++;
    loop.schedule(
        BACKOFF.wait(breaks, random),
        () -> {
          if (mine != round) {
            return;
          }
          if (live) {
            round++;
            watchFrom(Math.max(1, seenRevision));
          } else {
            readAll();
          }
        });
  }

  /** An entry or the marker, from a page or from the watch. */
  private void take(Entry entry, boolean watched) {
    if (entry.key().equals(scope.marker())) {
      if (live || !watched) {
        mark(entry);
      } else {
        // A fold that ends while the states are read: some were read before it wrote them.
        waitingMarker = entry;
      }
      return;
    }
    Position position = scope.position(entry.key()).orElse(null);
    if (position == null || !position.isPossible(entry.modRevision())) {
      index.strangeKey(entry.key());
    } else if (!live) {
      (watched ? waiting : listed).put(position, entry);
    } else if (watched) {
      follows(position, entry);
    } else {
      apply(position, entry);
    }
  }

  /**
   * An entry that the watch has brought: it must be the next one. Whether it is, where a new term
   * begins, can only be read; and a watch that was silent for a while may have left some out.
   */
  private void follows(Position position, Entry entry) {
    if (position.equals(index.high().next())) {
      apply(position, entry);
    } else if (position.isAfter(index.high())) {
      behind = position;
      closeGap();
    }
  }

  /** Reads what is missing; what arrives meanwhile is looked at again. */
  private void closeGap() {
    if (behind != null && behind.isAfter(index.high()) && !catchingUp) {
      behind = null;
      catchingUp = true;
      catchUp().thenRun(this::noGapIsRead);
    }
  }

  private void noGapIsRead() {
    catchingUp = false;
    closeGap();
  }

  /**
   * Reads what was written after the last entry that is known, and takes an own entry for the next
   * one once it is written.
   *
   * @param own the entry; empty if it was not written, or what was written is not known
   */
  CompletableFuture<Void> catchUpTo(CompletableFuture<Optional<Entry>> own) {
    // The watch, which tells of it too, need not have it read.
    catchingUp = true;
    return catchUp()
        .thenCombine(own, (read, entry) -> entry)
        .thenComposeAsync(
            entry -> {
              if (entry.isEmpty()) {
                return catchUp();
              }
              take(entry.get(), false);
              return CompletableFuture.completedFuture(null);
            },
            loop)
        .thenRun(this::noGapIsRead);
  }

  private void mark(Entry entry) {
    try {
      index.marked(FoldMarker.read(entry), entry.modRevision());
    } catch (IllegalArgumentException e) {
      index.markerAt(entry.modRevision());
      log.error(
          "key {} is not what Tenure writes: {}. The next fold replaces it",
          entry.key(),
          e.getMessage());
    }
  }

  private void apply(Entry entry) {
    scope.position(entry.key()).ifPresent(position -> apply(position, entry));
  }

  private void apply(Position position, Entry entry) {
    if (!position.isAfter(index.high())) {
      return;
    }
    try {
      index.apply(journal.read(position, entry.value()), entry.value().size());
    } catch (IllegalArgumentException e) {
      index.passOver(position, entry.key(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads what was written after the last entry that is known: the proof that nothing is missing,
   * which a watch cannot give.
   */
  CompletableFuture<Void> catchUp() {
    loop.requireInLoop();
    if (!live) {
      return ready.thenCompose(done -> catchUp());
    }
    long mine = round;
    CompletableFuture<Void> done = new CompletableFuture<>();
    TreeMap<String, Entry> read = new TreeMap<>();
    long[] revision = {Long.MAX_VALUE};
    String after = index.high().equals(Position.NONE) ? scope.journal() : scope.entry(index.high());
    pages
        .walk(
            scope.journal(),
            after,
            ENTRIES,
            () -> true,
            page -> {
              revision[0] = Math.min(revision[0], page.revision());
              page.entries().forEach(entry -> read.put(entry.key(), entry));
            })
        .thenRun(
            () -> {
              if (mine != round && !live) {
                ready.thenCompose(again -> catchUp()).thenRun(() -> done.complete(null));
              } else if (missed(read.get(scope.marker()))) {
                readAll().thenRun(() -> done.complete(null));
              } else {
                read.values().forEach(entry -> take(entry, false));
                seenRevision = Math.max(seenRevision, revision[0]);
                done.complete(null);
              }
            });
    return done;
  }

  /** Whether entries were folded and deleted that this node has not seen. */
  private boolean missed(@Nullable Entry marker) {
    if (marker == null) {
      return false;
    }
    try {
      return FoldMarker.read(marker).folded().isAfter(index.high());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A watch may be silent: now and then somebody has to look. */
  private void look() {
    if (live && !heard && watch != null) {
      Position before = index.high();
      long mine = round;
      catchUp()
          .thenRun(
              () -> {
                if (mine == round && index.high().isAfter(before) && !heard) {
                  log.warn(
                      "the watch of the journal of group {} was silent; it is opened anew",
                      scope.group());
                  closeWatch();
                  round++;
                  watchFrom(seenRevision + 1);
                }
              });
    }
    heard = false;
    loop.schedule(LOOK, this::look);
  }
}
