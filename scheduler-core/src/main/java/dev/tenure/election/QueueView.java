package dev.tenure.election;

import dev.tenure.model.Term;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.WatchEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The candidates of an election at some revision, first in line first.
 *
 * @param revision the store's revision up to which the view is complete
 * @param candidates sorted by create revision
 */
record QueueView(long revision, List<Entry> candidates) {

  static final QueueView UNKNOWN = new QueueView(0, List.of());

  QueueView {
    candidates = List.copyOf(candidates);
  }

  static QueueView of(Listing listing) {
    List<Entry> sorted = new ArrayList<>(listing.entries());
    sorted.sort(Comparator.comparingLong(Entry::createRevision));
    return new QueueView(listing.revision(), sorted);
  }

  Optional<Entry> first() {
    return candidates.stream().findFirst();
  }

  /** Whether the view is late enough to know of the place. */
  boolean covers(Place place) {
    return revision >= place.createRevision();
  }

  boolean holds(Place place) {
    return candidates.stream().anyMatch(candidate -> isAt(candidate, place));
  }

  boolean isFirst(Place place) {
    return first().filter(candidate -> isAt(candidate, place)).isPresent();
  }

  /** Who stands before the place; nobody if the place is not in the queue. */
  List<Entry> ahead(Place place) {
    return holds(place)
        ? candidates.stream()
            .filter(candidate -> candidate.createRevision() < place.createRevision())
            .toList()
        : List.of();
  }

  private static boolean isAt(Entry candidate, Place place) {
    return candidate.key().equals(place.key())
        && candidate.createRevision() == place.createRevision();
  }

  Observation leader() {
    return first()
        .<Observation>map(
            e -> new Observation.Leader(e.key(), new Term(e.createRevision()), e.value()))
        .orElseGet(Observation.NoLeader::new);
  }

  /**
   * The view after the event. Applying an event twice, or one that the view already covers, changes
   * nothing, so a watch may be opened again from a revision that was partly seen.
   */
  QueueView after(WatchEvent event) {
    List<Entry> next = new ArrayList<>(candidates);
    if (event instanceof WatchEvent.Written written) {
      Entry entry = written.entry();
      boolean stale =
          next.stream()
              .anyMatch(c -> c.key().equals(entry.key()) && c.modRevision() >= entry.modRevision());
      if (stale) {
        return this;
      }
      next.removeIf(c -> c.key().equals(entry.key()));
      next.add(entry);
      next.sort(Comparator.comparingLong(Entry::createRevision));
    } else {
      next.removeIf(c -> c.key().equals(event.key()) && c.modRevision() < event.revision());
    }
    return new QueueView(Math.max(revision, event.revision()), next);
  }
}
