package dev.tenure.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * The instants at which a trigger may have slots. Immutable; to be used from any thread; never
 * blocks.
 */
public interface CalendarFilter {

  /** Whether a slot may be at this instant. */
  boolean isIncluded(Instant instant);

  /**
   * The first included instant that is strictly later than {@code after}, whole milliseconds;
   * absent if none comes within a hundred years. Work is bounded.
   */
  Optional<Instant> nextIncluded(Instant after);
}
