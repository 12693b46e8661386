package dev.tenure.alert;

import dev.tenure.alert.AlertRules.Step;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final BookIndex index = new BookIndex();
  private final Map<AlertId, EventLine> waiting = new LinkedHashMap<>();

  /** When an alert was first counted on without being written, by the loop's clock. */
  private final Map<AlertId, Long> unwritten = new HashMap<>();

  private @Nullable Flight flight;
  private long turnedAway;

  /** A commit under way, and what it is made of. */
  private record Flight(Commit commit, Map<AlertId, EventLine> events, Map<AlertId, Step> steps) {}

  AlertBook(
      Store store, KeyLayout layout, AlertRules rules, EventLoop loop, Consumer<Notice> send) {
    this.store = store;
    this.layout = layout;
    this.rules = rules;
    this.loop = loop;
    this.send = send;
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

  /** How many alerts there was no room for. */
  long turnedAway() {
    return turnedAway;
  }

  /** Something happened to an alert; it is recorded soon. */
  void post(AlertId id, AlertEvent event) {
    loop.requireInLoop();
    boolean known = knows(id) || waiting.containsKey(id);
    if (!known && opens(event) && index.size() + opening() >= MOST) {
      turnedAway++;
      if (turnedAway == 1 || turnedAway % MOST == 0) {
        log.warn("{} alerts are open; {} more were not recorded, such as {}", MOST, turnedAway, id);
      }
      return;
    }
    waiting.computeIfAbsent(id, none -> new EventLine()).add(event);
    pump();
  }

  /** How many alerts are not known yet, and perhaps will be. */
  private long opening() {
    Set<AlertId> all = new HashSet<>(waiting.keySet());
    if (flight != null) {
      all.addAll(flight.steps().keySet());
    }
    return all.stream().filter(id -> !knows(id)).count();
  }

  private static boolean opens(AlertEvent event) {
    return event instanceof AlertEvent.Happened
        || event instanceof AlertEvent.Found
        || event instanceof AlertEvent.Holds;
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
    unwritten.replaceAll((id, since) -> since - WRITE_COUNTS_AFTER.toNanos());
    pump();
  }

  /** Takes over what a listing shows of all alerts. */
  void learn(Listing listing) {
    Map<AlertId, Entry> found = new HashMap<>();
    for (Entry entry : listing.entries()) {
      idOf(entry.key()).ifPresent(id -> found.put(id, entry));
    }
    for (Alert alert : index.all()) {
      long revision = index.revision(alert.id());
      if (!found.containsKey(alert.id()) && revision != 0 && revision <= listing.revision()) {
        forget(alert.id());
      }
    }
    found.forEach(this::learn);
  }

  private void learn(AlertId id, Entry entry) {
    if (entry.modRevision() > index.revision(id)) {
      unwritten.remove(id);
      AlertJson.read(id, entry.value().utf8())
          .ifPresentOrElse(
              alert -> index.put(alert, entry.modRevision()),
              () -> log.warn("{} holds no alert; it is left alone", entry.key()));
    }
  }

  private void forget(AlertId id) {
    unwritten.remove(id);
    index.remove(id);
  }

  private Optional<AlertId> idOf(String key) {
    return AlertId.parse(key.substring(layout.alerts().length()));
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
      Step step = applied(one.getKey(), one.getValue());
      if (isWorthWriting(one.getKey(), step)) {
        taken.put(one.getKey(), one.getValue());
        steps.put(one.getKey(), step);
      }
    }
    for (AlertId id : dueCounts()) {
      if (steps.size() < AT_ONCE && !steps.containsKey(id)) {
        index.find(id).map(Step::to).ifPresent(step -> steps.put(id, step));
      }
    }
    if (!steps.isEmpty()) {
      Flight made = new Flight(commit(steps), taken, steps);
      flight = made;
      begin(made);
    }
  }

  private Step applied(AlertId id, EventLine events) {
    Optional<Alert> alert = index.find(id);
    List<Notice> notices = new ArrayList<>();
    for (AlertEvent event : events.all()) {
      Step step = rules.step(id, alert, event);
      alert = step.alert();
      notices.addAll(step.notices());
    }
    return new Step(alert, notices);
  }

  /** What only counts on is kept here for a while. */
  private boolean isWorthWriting(AlertId id, Step step) {
    Optional<Alert> before = index.find(id);
    if (step.alert().equals(before)) {
      return false;
    }
    if (before.isPresent() && step.alert().isPresent()) {
      Alert was = before.get();
      Alert is = step.alert().get();
      boolean counts =
          step.notices().isEmpty()
              && was.standing() == is.standing()
              && was.pending().equals(is.pending());
      if (counts) {
        index.put(is, index.revision(id));
        unwritten.putIfAbsent(id, loop.clock().nanos());
        return false;
      }
    }
    return true;
  }

  private List<AlertId> dueCounts() {
    long now = loop.clock().nanos();
    return unwritten.entrySet().stream()
        .filter(one -> now - one.getValue() >= WRITE_COUNTS_AFTER.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }

  private Commit commit(Map<AlertId, Step> steps) {
    List<Commit.Guard> guards = new ArrayList<>();
    List<Commit.Write> writes = new ArrayList<>();
    steps.forEach(
        (id, step) -> {
          String key = layout.alert(id.toString());
          long revision = index.revision(id);
          guards.add(revision == 0 ? new Commit.Absent(key) : new Commit.ModifiedAt(key, revision));
          writes.add(
              step.alert()
                  .<Commit.Write>map(alert -> Commit.Put.unleased(key, AlertJson.write(alert)))
                  .orElseGet(() -> new Commit.Delete(key)));
        });
    return new Commit(guards, writes);
  }

  private void begin(Flight made) {
    store
        .commit(made.commit())
        .whenCompleteAsync((result, failure) -> ended(made, result, failure), loop);
  }

  private void ended(Flight made, @Nullable CommitResult result, @Nullable Throwable failure) {
    if (result instanceof CommitResult.Committed committed) {
      done(made, id -> committed.revision());
    } else if (result instanceof CommitResult.Refused refused) {
      if (isOurs(made, refused)) {
        done(made, id -> revisionOf(refused, id));
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

  /** Whether what stands in the way is what was to be written: an answer was lost before. */
  private boolean isOurs(Flight made, CommitResult.Refused refused) {
    return made.commit().writes().stream()
        .allMatch(
            write -> {
              Entry there = refused.guarded().get(write.key());
              return write instanceof Commit.Put put
                  ? there != null && there.value().equals(put.value())
                  : there == null;
            });
  }

  private long revisionOf(CommitResult.Refused refused, AlertId id) {
    Entry there = refused.guarded().get(layout.alert(id.toString()));
    return there == null ? refused.revision() : there.modRevision();
  }

  private void done(Flight made, ToLongFunction<AlertId> revision) {
    flight = null;
    made.steps()
        .forEach(
            (id, step) -> {
              long now = revision.applyAsLong(id);
              if (now > index.revision(id)) {
                unwritten.remove(id);
                step.alert().ifPresentOrElse(alert -> index.put(alert, now), () -> forget(id));
              }
              step.notices().forEach(send);
            });
    pump();
  }

  private static boolean isFull(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreException e && e.kind() == StoreException.Kind.LIMIT;
  }

  /** A full store is just what somebody must be told of. Each node does, then. */
  private void unrecorded(Flight made) {
    flight = null;
    long now = loop.clock().nanos();
    made.steps()
        .forEach(
            (id, step) -> {
              step.alert()
                  .ifPresentOrElse(
                      alert -> {
                        index.put(alert, index.revision(id));
                        unwritten.put(id, now);
                      },
                      () -> forget(id));
              step.notices().forEach(send);
            });
    loop.schedule(AGAIN_AFTER, this::pump);
  }

  /** Somebody else was faster: what was heard is applied to what is there now. */
  private void refused(Flight made, CommitResult.Refused refused) {
    flight = null;
    made.steps()
        .keySet()
        .forEach(
            id -> {
              Entry there = refused.guarded().get(layout.alert(id.toString()));
              if (there == null) {
                forget(id);
              } else if (there.modRevision() != index.revision(id)) {
                forget(id);
                learn(id, there);
              }
            });
    made.events()
        .forEach(
            (id, events) -> {
              EventLine later = waiting.put(id, events);
              if (later != null) {
                later.all().forEach(events::add);
              }
            });
    pump();
  }
}
