package dev.tenure.schedule;

import java.time.Instant;
import java.util.Optional;

/** A grid from a start to an end, both included. */
record BoundedGrid(Grid grid, Optional<Instant> start, Optional<Instant> end) implements Grid {

  @Override
  public Optional<Instant> next(Instant after) {
    return grid.next(from(after)).filter(slot -> end.isEmpty() || !slot.isAfter(end.get()));
  }

  @Override
  public SlotCount count(Instant after, Instant upTo, long limit) {
    Instant from = from(after);
    Instant to = to(upTo);
    return from.isBefore(to) ? grid.count(from, to, limit) : new SlotCount(0, true);
  }

  @Override
  public Optional<Instant> last(Instant after, Instant upTo) {
    Instant from = from(after);
    Instant to = to(upTo);
    return from.isBefore(to) ? grid.last(from, to) : Optional.empty();
  }

  @Override
  public String describe() {
    return grid.describe()
        + start.map(s -> " from " + s).orElse("")
        + end.map(e -> " until " + e).orElse("");
  }

  private Instant from(Instant after) {
    return start.map(s -> s.minusNanos(1)).filter(s -> s.isAfter(after)).orElse(after);
  }

  private Instant to(Instant upTo) {
    return end.filter(e -> e.isBefore(upTo)).orElse(upTo);
  }
}
