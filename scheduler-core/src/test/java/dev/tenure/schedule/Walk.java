package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes from slot to slot. */
final class Walk {

  private Walk() {}

  /** The slots in {@code (from, to]}; also holds that each is later than the one before. */
  static List<Instant> between(Grid grid, Instant from, Instant to) {
    List<Instant> slots = new ArrayList<>();
    Instant at = from;
    Optional<Instant> slot = grid.next(at);
    while (slot.isPresent() && !slot.get().isAfter(to)) {
      assertThat(slot.get()).isAfter(at);
      slots.add(slot.get());
      at = slot.get();
      slot = grid.next(at);
    }
    return slots;
  }

  /** The first slots after an instant, at most so many. */
  static List<Instant> first(Grid grid, Instant from, int most) {
    List<Instant> slots = new ArrayList<>();
    Optional<Instant> slot = grid.next(from);
    while (slot.isPresent() && slots.size() < most) {
      slots.add(slot.get());
      slot = grid.next(slot.get());
    }
    return slots;
  }
}
