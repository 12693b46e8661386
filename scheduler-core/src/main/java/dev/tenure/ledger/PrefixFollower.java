package dev.tenure.ledger;

import dev.tenure.store.Entry;
import dev.tenure.store.StoreException;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.store.WatchListener;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows the few keys under a prefix: all that is there, then every change; all of it again when
 * the watch broke, and when it was silent for a while.
 *
 * <p>The watch begins where the first page was read. So a key that was deleted while later pages
 * were read is told as there and then as deleted; never the other way round. Confined to the
 * ledger's loop.
 */
final class PrefixFollower {

  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final int PAGE = 200;

  /** Hears what is there; called on the loop. */
  interface Listener {
    /** All that is there; what is not in it is gone. */
    void all(Map<String, Entry> present);

    /** Something changed; may tell again what {@link #all} told. */
    void changed(WatchEvent event);
  }

  private final LedgerParts parts;
  private final String prefix;
  private final Listener listener;
  private final Pages pages;
  private long round;
  private boolean following;
  private boolean reading;
  private boolean heard;
  private int breaks;
  private @Nullable Watch watch;
  private List<WatchEvent> early = new ArrayList<>();

  PrefixFollower(LedgerParts parts, String prefix, Listener listener) {
    this.parts = parts;
    this.prefix = prefix;
    this.listener = listener;
    pages = new Pages(parts.store(), parts.loop(), parts.random());
  }

  void start() {
    following = true;
    readAll();
    parts.loop().schedule(LOOK, this::look);
  }

  void stop() {
    following = false;
    round++;
    closeWatch();
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  private void readAll() {
    long mine = ++round;
    reading = true;
    closeWatch();
    early = new ArrayList<>();
    Map<String, Entry> present = new TreeMap<>();
    boolean[] watching = new boolean[1];
    pages
        .walk(
            prefix,
            prefix,
            PAGE,
            () -> mine == round,
            page -> {
              if (!watching[0]) {
                watching[0] = true;
                watchFrom(page.revision() + 1);
              }
              page.entries().forEach(entry -> present.put(entry.key(), entry));
            })
        .thenRun(() -> read(mine, present));
  }

  private void read(long mine, Map<String, Entry> present) {
    reading = false;
    List<WatchEvent> later = early;
    early = new ArrayList<>();
    listener.all(present);
    later.forEach(
        event -> {
          if (mine == round) {
            listener.changed(event);
          }
        });
  }

  private void watchFrom(long revision) {
    long mine = round;
    watch =
        parts
            .store()
            .watch(
                prefix,
                revision,
                new WatchListener() {
                  @Override
                  public void onEvent(WatchEvent event) {
                    parts.loop().execute(() -> event(mine, event));
                  }

                  @Override
                  public void onBroken(StoreException cause) {
                    parts.loop().execute(() -> broken(mine));
                  }
                });
  }

  private void event(long mine, WatchEvent event) {
    if (mine != round) {
      return;
    }
    heard = true;
    breaks = 0;
    if (reading) {
      early.add(event);
    } else {
      listener.changed(event);
    }
  }

  private void broken(long mine) {
    if (mine != round) {
      return;
    }
    watch = null;
    breaks++;
    parts
        .loop()
        .schedule(
            BACKOFF.wait(breaks, parts.random()),
            () -> {
              if (mine == round) {
                readAll();
              }
            });
  }

  private void look() {
    if (!following) {
      return;
    }
    if (!heard && !reading) {
      readAll();
    }
    heard = false;
    parts.loop().schedule(LOOK, this::look);
  }
}
