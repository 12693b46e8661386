package dev.tenure.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When nothing was wrong with the cluster, as far as its time line tells. */
final class Calm {

  private final List<Timeline.Fault> faults;
  // Up to each fault, the latest end.
  private final List<Instant> ends = new ArrayList<>();
  private final Optional<Instant> firstMovedClock;

  Calm(Optional<Timeline> timeline) {
    faults =
        timeline.map(Timeline::faults).orElse(List.of()).stream()
            .sorted(Comparator.comparing(Timeline.Fault::from))
            .toList();
    Instant latest = Instant.MIN;
    for (Timeline.Fault fault : faults) {
      latest = fault.to().isAfter(latest) ? fault.to() : latest;
      ends.add(latest);
    }
    firstMovedClock =
        faults.stream().filter(Timeline.Fault::movesClocks).map(Timeline.Fault::from).findFirst();
  }

  /** Whether no fault touches the time from one instant to the other. */
  boolean isCalm(Instant from, Instant to) {
    int low = 0;
    int high = faults.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (faults.get(middle).from().isAfter(to)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == 0 || ends.get(low - 1).isBefore(from);
  }

  /**
   * Whether clocks had been moved before: a cursor that is ahead of a clock that was set back makes
   * slots run early for as long as the clock was moved, which may be long.
   */
  boolean wereClocksMovedBefore(Instant instant) {
    return firstMovedClock.filter(first -> first.isBefore(instant)).isPresent();
  }
}
