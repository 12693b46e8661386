package dev.tenure.quartz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What waits, in an order; small for one or two, and quick enough for ten thousand. Not
 * thread-safe.
 */
final class Shelf {

  private final Comparator<Due> order;
  private List<Due> items = List.of();

  Shelf(Comparator<Due> order) {
    this.order = order;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** The first; there must be one. */
  Due first() {
    return items.get(items.size() - 1);
  }

  /** A copy, in no order. */
  List<Due> all() {
    return List.copyOf(items);
  }

  void add(Due due) {
    if (items.isEmpty()) {
      items = List.of(due);
      return;
    }
    if (!(items instanceof ArrayList)) {
      items = new ArrayList<>(items);
    }
    int place = place(due);
    items.add(place < 0 ? -place - 1 : place, due);
  }

  void remove(Due due) {
    int place = place(due);
    if (place < 0) {
      return;
    }
    if (items.size() == 1) {
      items = List.of();
    } else {
      items.remove(place);
    }
  }

  /** Kept back to front: the first one goes and comes most. */
  private int place(Due due) {
    return Collections.binarySearch(items, due, order.reversed());
  }
}
