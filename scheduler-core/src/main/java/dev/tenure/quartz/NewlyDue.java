package dev.tenure.quartz;

import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * The next slot of each trigger that is behind and is to run all that it missed. Such a trigger
 * runs its slots in order, so what falls due meanwhile waits behind what was missed; each time that
 * happens one more of its slots may be run, or else it would never get ahead. Not thread-safe.
 */
final class NewlyDue {

  /** A trigger and the slot that falls due next, whatever it has still to run before. */
  record Next(TriggerName trigger, Instant slot) {}

  private final Queue<Next> order = new PriorityQueue<>(Comparator.comparing(Next::slot));
  private final Set<TriggerName> triggers = new HashSet<>();

  boolean has(TriggerName trigger) {
    return triggers.contains(trigger);
  }

  void add(Next next) {
    if (triggers.add(next.trigger())) {
      order.add(next);
    }
  }

  /** Takes out the first that is due at the given instant. */
  Optional<Next> take(Instant now) {
    Next first = order.peek();
    if (first == null || first.slot().isAfter(now)) {
      return Optional.empty();
    }
    order.remove();
    triggers.remove(first.trigger());
    return Optional.of(first);
  }

  void clear() {
    order.clear();
    triggers.clear();
  }
}
