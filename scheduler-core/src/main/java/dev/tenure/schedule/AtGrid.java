package dev.tenure.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Slots at certain instants, ascending. */
record AtGrid(List<Instant> instants) implements Grid {

  AtGrid {
    instants =
        instants.stream()
            .map(i -> Horizon.within(i).truncatedTo(ChronoUnit.MILLIS))
            .distinct()
            .sorted()
            .toList();
  }

  @Override
  public Optional<Instant> next(Instant after) {
    int found = Collections.binarySearch(instants, after);
    int index = found >= 0 ? found + 1 : -found - 1;
    return index < instants.size() ? Optional.of(instants.get(index)) : Optional.empty();
  }

  @Override
  public String describe() {
    return instants.size() == 1 ? "at " + instants.get(0) : "at " + instants.size() + " instants";
  }
}
