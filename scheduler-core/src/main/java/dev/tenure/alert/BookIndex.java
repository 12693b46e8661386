package dev.tenure.alert;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Alerts in memory, with the revisions that wrote them. One thread writes; any thread reads. */
final class BookIndex {

  private final Map<AlertId, Kept> kept = new ConcurrentHashMap<>();

  /** Its revision is zero while the store has none of it. */
  private record Kept(Alert alert, long revision) {}

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

  void put(Alert alert, long revision) {
    kept.put(alert.id(), new Kept(alert, revision));
  }

  void remove(AlertId id) {
    kept.remove(id);
  }
}
