package dev.tenure.node;

import dev.tenure.loop.EventLoop;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows which nodes are drained: few keys, all read again when the watch breaks, and now and
 * then, as a watch may be silent. All state belongs to the loop.
 */
final class DrainMarks implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DrainMarks.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final Store store;
  private final KeyLayout layout;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Consumer<Map<String, Drain>> listener;
  private final Map<String, Drain> marks = new TreeMap<>();

  /** What belongs to an older round is dropped. */
  private long round;

  private int failures;
  private boolean closed;

  /** Whether the listener has been told anything. */
  private boolean heard;

  private @Nullable Watch watch;

  /**
   * Does nothing before {@link #start}.
   *
   * @param listener hears of all marks by the names of their nodes, first of those that are there,
   *     then after each change; on the loop
   */
  DrainMarks(
      Store store,
      KeyLayout layout,
      EventLoop loop,
      RandomGenerator random,
      Consumer<Map<String, Drain>> listener) {
    this.store = store;
    this.layout = layout;
    this.loop = loop;
    this.random = random;
    this.listener = listener;
  }

  void start() {
    loop.execute(this::read);
    loop.schedule(LOOK, this::look);
  }

  private void look() {
    if (!closed) {
      read();
      loop.schedule(LOOK, this::look);
    }
  }

  private void read() {
    if (closed) {
      return;
    }
    long mine = ++round;
    store
        .list(layout.drains())
        .whenCompleteAsync(
            (listing, failure) -> {
              if (mine == round && failure == null) {
                failures = 0;
                all(listing);
              } else if (mine == round) {
                failed(failure);
              }
            },
            loop);
  }

  private void all(Listing listing) {
    marks.clear();
    listing.entries().forEach(this::mark);
    tell();
    watchFrom(listing.revision() + 1);
  }

  private void mark(Entry entry) {
    name(entry.key()).ifPresent(node -> marks.put(node.value(), Drain.read(entry.value())));
  }

  private Optional<NodeName> name(String key) {
    try {
      return Optional.of(new NodeName(key.substring(layout.drains().length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void tell() {
    heard = true;
    listener.accept(Map.copyOf(marks));
  }

  /**
   * A node takes part while nobody can say that it shall not: what would keep it from that for good
   * is a right to read that it was not given.
   */
  private void failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    boolean away =
        cause instanceof StoreException known && known.kind() == StoreException.Kind.UNAVAILABLE;
    if (!away && !heard) {
      log.warn(
          "which nodes are drained cannot be read below {}; none is taken for it: {}",
          layout.drains(),
          cause.toString());
      tell();
    }
    again();
  }

  private void again() {
    long mine = round;
    loop.schedule(
        BACKOFF.wait(++failures, random),
        () -> {
          if (mine == round) {
            read();
          }
        });
  }

  private void watchFrom(long revision) {
    closeWatch();
    long mine = round;
    watch =
        store.watch(
            layout.drains(),
            revision,
            new WatchListener() {
              @Override
              public void onEvent(WatchEvent event) {
                loop.execute(() -> changed(mine, event));
              }

              @Override
              public void onBroken(StoreException cause) {
                loop.execute(() -> broken(mine));
              }
            });
  }

  private void changed(long mine, WatchEvent event) {
    if (mine != round || closed) {
      return;
    }
    if (event instanceof WatchEvent.Written written) {
      mark(written.entry());
    } else {
      name(event.key()).ifPresent(node -> marks.remove(node.value()));
    }
    tell();
  }

  private void broken(long mine) {
    if (mine == round && !closed) {
      watch = null;
      again();
    }
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Hears of nothing any more. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          round++;
          closeWatch();
        });
  }
}
