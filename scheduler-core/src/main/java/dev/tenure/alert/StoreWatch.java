package dev.tenure.alert;

import dev.tenure.alert.AlertEvent.Holds;
import dev.tenure.alert.AlertEvent.Over;
import dev.tenure.config.AlertsConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.AlertKind;
import dev.tenure.store.Store;
import dev.tenure.store.StoreUsage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether the store's database comes near its quota. Confined to the loop. */
final class StoreWatch {

  /** How often it is asked. */
  static final Duration EVERY = Duration.ofMinutes(1);

  /** How much smaller it must have become, as a part of the quota, for the alert to be over. */
  private static final double SLACK = 0.05;

  private static final AlertId ID = AlertId.of(AlertKind.STORE_NEARLY_FULL);

  private final Store store;
  private final AlertBook book;
  private final AlertsConfig.StoreLimit limit;
  private final EventLoop loop;
  private final Clock clock;

  StoreWatch(
      Store store, AlertBook book, AlertsConfig.StoreLimit limit, EventLoop loop, Clock clock) {
    this.store = store;
    this.book = book;
    this.limit = limit;
    this.loop = loop;
    this.clock = clock;
  }

  /** Asks the store; what does not answer is the business of others. */
  void look() {
    store
        .usage()
        .thenAcceptAsync(usage -> usage.ifPresent(it -> judge(it, clock.instant())), loop)
        .exceptionally(failure -> null);
  }

  void judge(StoreUsage usage, Instant now) {
    double part = (double) usage.bytes() / limit.quota();
    boolean full = usage.state() == StoreUsage.State.FULL;
    if (full || part >= limit.threshold()) {
      if (!book.isOpen(ID)) {
        book.post(ID, new Holds(uid(now), now, Words.full(usage.bytes(), limit.quota(), full)));
      }
    } else if (part < limit.threshold() - SLACK && book.isOpen(ID)) {
      book.post(ID, new Over(now, Words.fits(usage.bytes())));
    }
  }

  /** The same on all nodes, mostly: a full store records nothing, and then each of them tells. */
  private static String uid(Instant now) {
    return ID.kind().word() + "-" + now.getEpochSecond() / Duration.ofMinutes(10).toSeconds();
  }
}
