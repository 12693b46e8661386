package dev.tenure.alert;

import dev.tenure.alert.AlertRules.Step;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts as the store keeps them. An event is applied to an alert by a commit that expects it
 * as it is known here; when another node was faster the event is applied to what is there then. A
 * notice is handed on once the commit that made it is known to be done, so of two nodes that see
 * the same one tells of it.
 *
 * <p>Mere counting is written late, see {@link #WRITE_COUNTS_AFTER}. One commit is under way at a
 * time; what comes meanwhile waits for the next one. Confined to the loop, but for {@link #isOpen}
 * and {@link #all}.
 */
final class AlertBook {

  /** The most alerts at one time; what would be a further one is counted. */
  static final int MOST = 1000;

  /** How old the numbers of an alert in the store may be. */
  static final Duration WRITE_COUNTS_AFTER = Duration.ofSeconds(30);

  /** etcd allows 128 operations a transaction, guards apart. */
  private static final int AT_ONCE = 60;

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(AlertBook.class);

  private final Store store;
  private final KeyLayout layout;
  private final AlertRules rules;
  private final EventLoop loop;
  private final Consumer<Notice> send;
  private final BookIndex index;
  private final Map<AlertId, EventLine> waiting = new LinkedHashMap<>();

  private @Nullable BookFlight flight;

  /** How many of those that wait or are under way are not known yet, and perhaps will be. */
  private int opening;

  private long turnedAway;

  /** Each time that there are ten times as many. */
  private long sayNextAt = 1;

  AlertBook(
      Store store, KeyLayout layout, AlertRules rules, EventLoop loop, Consumer<Notice> send) {
    this.store = store;
    this.layout = layout;
    this.rules = rules;
    this.loop = loop;
    this.send = send;
    index = new BookIndex(layout);
  }

  /** Whether the alert is known to go on. Any thread. */
  boolean isOpen(AlertId id) {
    return index.find(id).filter(Alert::isOpen).isPresent();
  }

  /** The alert as it is known, also when it is over. Any thread. */
  Optional<Alert> find(AlertId id) {
    return index.find(id);
  }

  /** Whether there is such an alert, also one that is over. Any thread. */
  boolean knows(AlertId id) {
    return index.find(id).isPresent();
  }

  /** Whether there is no alert at all. Any thread. */
  boolean isEmpty() {
    return index.size() == 0;
  }

  /** All that is known, also what is over. Any thread; a copy. */
  Collection<Alert> all() {
    return index.all();
  }

  /** Whether all that was heard is recorded, or kept here to be. */
  boolean isIdle() {
    return flight == null && waiting.isEmpty();
  }

  /** Something happened to an alert; it is recorded soon. */
  void post(AlertId id, AlertEvent event) {
    loop.requireInLoop();
    if (!knows(id) && !isComing(id)) {
      if (!event.opens()) {
        return;
      }
      if (index.size() + opening >= MOST) {
        turnAway(id);
        return;
      }
      opening++;
    }
    waiting.computeIfAbsent(id, none -> new EventLine()).add(event);
    pump();
  }

  private boolean isComing(AlertId id) {
    return waiting.containsKey(id) || (flight != null && flight.steps().containsKey(id));
  }

  private void turnAway(AlertId id) {
    turnedAway++;
    if (turnedAway == sayNextAt) {
      log.warn("{} alerts are open; {} more were not recorded, such as {}", MOST, turnedAway, id);
      sayNextAt *= 10;
    }
  }

  /** What was counted may be known now. */
  private void recount() {
    Set<AlertId> all = new HashSet<>(waiting.keySet());
    if (flight != null) {
      all.addAll(flight.steps().keySet());
    }
    opening = (int) all.stream().filter(id -> !knows(id)).count();
  }

  /** Time has passed: for each alert there is. */
  void look(AlertEvent.Looked looked) {
    for (Alert alert : index.all()) {
      if (!rules.step(alert.id(), Optional.of(alert), looked).equals(Step.to(alert))) {
        post(alert.id(), looked);
      }
    }
    pump();
  }

  /** Writes all that was counted, now. */
  void flush() {
    index.hurry(WRITE_COUNTS_AFTER);
    pump();
  }

  /** Takes over what a listing shows of all alerts. */
  void learn(Listing listing) {
    index.learn(listing);
    recount();
  }

  private void pump() {
    if (flight != null) {
      return;
    }
    Map<AlertId, EventLine> taken = new LinkedHashMap<>();
    Map<AlertId, Step> steps = new LinkedHashMap<>();
    Iterator<Map.Entry<AlertId, EventLine>> next = waiting.entrySet().iterator();
    while (next.hasNext() && steps.size() < AT_ONCE) {
      Map.Entry<AlertId, EventLine> one = next.next();
      next.remove();
      Step step = rules.steps(one.getKey(), index.find(one.getKey()), one.getValue().all());
      if (isWorthWriting(one.getKey(), step)) {
        taken.put(one.getKey(), one.getValue());
        steps.put(one.getKey(), step);
      }
    }
    for (AlertId id : index.unwrittenFor(WRITE_COUNTS_AFTER, loop.clock().nanos())) {
      if (steps.size() < AT_ONCE && !steps.containsKey(id)) {
        index.find(id).map(Step::to).ifPresent(step -> steps.put(id, step));
      }
    }
    if (!steps.isEmpty()) {
      BookFlight made = BookFlight.of(layout, index, taken, steps);
      flight = made;
      begin(made);
    }
  }

  /** What only counts on is kept here for a while. */
  private boolean isWorthWriting(AlertId id, Step step) {
    Optional<Alert> before = index.find(id);
    if (step.alert().equals(before)) {
      return false;
    }
    if (before.isPresent() && step.onlyCounts(before.get())) {
      step.alert().ifPresent(alert -> index.counted(alert, loop.clock().nanos()));
      return false;
    }
    return true;
  }

  private void begin(BookFlight made) {
    store
        .commit(made.commit())
        .whenCompleteAsync((result, failure) -> ended(made, result, failure), loop);
  }

  private void ended(BookFlight made, @Nullable CommitResult result, @Nullable Throwable failure) {
    if (result instanceof CommitResult.Committed committed) {
      done(made, id -> committed.revision());
    } else if (result instanceof CommitResult.Refused refused) {
      if (made.isDone(refused)) {
        done(
            made, id -> made.there(refused, id).map(Entry::modRevision).orElse(refused.revision()));
      } else {
        refused(made, refused);
      }
    } else if (isFull(failure)) {
      unrecorded(made);
    } else {
      // The same again, whether it was done or not: if it was, the guards will say so.
      loop.schedule(AGAIN_AFTER, () -> begin(made));
    }
  }

  private void done(BookFlight made, ToLongFunction<AlertId> revision) {
    flight = null;
    made.steps()
        .forEach(
            (id, step) -> {
              long now = revision.applyAsLong(id);
              if (now > index.revision(id)) {
                step.alert()
                    .ifPresentOrElse(alert -> index.written(alert, now), () -> index.forget(id));
              }
              step.notices().forEach(send);
            });
    recount();
    pump();
  }

  private static boolean isFull(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreException e && e.kind() == StoreException.Kind.LIMIT;
  }

  /** A full store is just what somebody must be told of. Each node does, then. */
  private void unrecorded(BookFlight made) {
    flight = null;
    long now = loop.clock().nanos();
    made.steps()
        .forEach(
            (id, step) -> {
              step.alert()
                  .ifPresentOrElse(alert -> index.unrecorded(alert, now), () -> index.forget(id));
              step.notices().forEach(send);
            });
    recount();
    loop.schedule(AGAIN_AFTER, this::pump);
  }

  /** Somebody else was faster: what was heard is applied to what is there now. */
  private void refused(BookFlight made, CommitResult.Refused refused) {
    flight = null;
    made.steps()
        .keySet()
        .forEach(
            id ->
                made.there(refused, id)
                    .ifPresentOrElse(
                        there -> {
                          if (there.modRevision() != index.revision(id)) {
                            index.learn(id, there);
                          }
                        },
                        () -> index.forget(id)));
    made.events()
        .forEach(
            (id, events) -> {
              // What cannot be read is left alone, and so is what was heard of it.
              if (made.there(refused, id).isEmpty() || knows(id)) {
                waitAgain(id, events);
              }
            });
    recount();
    pump();
  }

  private void waitAgain(AlertId id, EventLine events) {
    EventLine later = waiting.put(id, events);
    if (later != null) {
      later.all().forEach(events::add);
    }
  }
}
