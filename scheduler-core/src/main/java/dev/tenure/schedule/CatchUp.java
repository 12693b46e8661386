package dev.tenure.schedule;

import dev.tenure.config.CatchUpConfig;
import java.time.Duration;

/** What happens to slots that fell due while nobody led. */
public sealed interface CatchUp {

  /** Nothing is run late. */
  record Skip() implements CatchUp {}

  /** The last of the missed slots is run. */
  record Last() implements CatchUp {}

  /**
   * Each missed slot is run, in order, within two limits.
   *
   * @param max the most slots; the newest are kept
   * @param window slots older than this are left out
   */
  record All(int max, Duration window) implements CatchUp {
    public All {
      if (max < 1 || window.isNegative() || window.isZero()) {
        throw new IllegalArgumentException(
            "max and window must be positive: " + max + ", " + window);
      }
    }
  }

  /** As configured. */
  static CatchUp of(CatchUpConfig config) {
    return switch (config.policy()) {
      case SKIP -> new Skip();
      case LAST -> new Last();
      case ALL -> new All(config.max(), config.window());
    };
  }
}
