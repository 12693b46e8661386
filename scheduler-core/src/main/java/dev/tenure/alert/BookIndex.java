package dev.tenure.alert;

import dev.tenure.model.KeyLayout;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts in memory, with the revisions that wrote them, and which of them were counted on since.
 * One thread writes; any thread finds.
 */
final class BookIndex {

  private static final Logger log = LoggerFactory.getLogger(BookIndex.class);

  private final KeyLayout layout;
  private final Map<AlertId, Kept> kept = new ConcurrentHashMap<>();

  /** When an alert was first counted on without being written, by the monotonic clock. */
  private final Map<AlertId, Long> unwritten = new HashMap<>();

  private final Set<String> unreadable = new HashSet<>();

  /** Its revision is zero while the store has none of it. */
  private record Kept(Alert alert, long revision) {}

  BookIndex(KeyLayout layout) {
    this.layout = layout;
  }

  Optional<Alert> find(AlertId id) {
    return Optional.ofNullable(kept.get(id)).map(Kept::alert);
  }

  long revision(AlertId id) {
    Kept one = kept.get(id);
    return one == null ? 0 : one.revision();
  }

  int size() {
    return kept.size();
  }

  Collection<Alert> all() {
    return List.copyOf(kept.values()).stream().map(Kept::alert).toList();
  }

  /** The store has it so. */
  void written(Alert alert, long revision) {
    unwritten.remove(alert.id());
    kept.put(alert.id(), new Kept(alert, revision));
  }

  /** It has changed, and the store is told later. */
  void counted(Alert alert, long nanos) {
    unwritten.putIfAbsent(alert.id(), nanos);
    kept.put(alert.id(), new Kept(alert, revision(alert.id())));
  }

  /** The store does not take it; it is told again later. */
  void unrecorded(Alert alert, long nanos) {
    unwritten.put(alert.id(), nanos);
    kept.put(alert.id(), new Kept(alert, revision(alert.id())));
  }

  void forget(AlertId id) {
    unwritten.remove(id);
    kept.remove(id);
  }

  /** What was counted is taken to be older by so much than it is. */
  void hurry(Duration time) {
    unwritten.replaceAll((id, since) -> since - time.toNanos());
  }

  /** What was counted so long ago that it should be written. */
  List<AlertId> unwrittenFor(Duration time, long nanos) {
    return unwritten.entrySet().stream()
        .filter(one -> nanos - one.getValue() >= time.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Takes over what a listing shows of all alerts. */
  void learn(Listing listing) {
    Map<AlertId, Entry> found = new HashMap<>();
    for (Entry entry : listing.entries()) {
      AlertId.parse(entry.key().substring(layout.alerts().length()))
          .ifPresent(id -> found.put(id, entry));
    }
    for (AlertId id : List.copyOf(kept.keySet())) {
      long revision = revision(id);
      if (!found.containsKey(id) && revision != 0 && revision <= listing.revision()) {
        forget(id);
      }
    }
    found.forEach(
        (id, entry) -> {
          if (entry.modRevision() > revision(id)) {
            learn(id, entry);
          }
        });
  }

  /** Takes over one entry; a value that is no alert is reported, once, and left alone. */
  void learn(AlertId id, Entry entry) {
    Optional<Alert> alert = AlertJson.read(id, entry.value().utf8());
    if (alert.isPresent()) {
      written(alert.get(), entry.modRevision());
    } else {
      forget(id);
      if (unreadable.add(entry.key())) {
        log.warn("{} holds no alert; it is left alone", entry.key());
      }
    }
  }
}
