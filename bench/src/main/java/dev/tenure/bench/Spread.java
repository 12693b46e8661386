package dev.tenure.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How some measured times are spread. */
final class Spread {

  private final long[] sorted;

  Spread(List<Long> values) {
    sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("nothing was measured");
    }
  }

  /** The smallest value that so many of a hundred do not exceed. */
  long percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
  }

  long max() {
    return sorted[sorted.length - 1];
  }

  /** Microseconds as milliseconds, under names that begin alike. */
  Map<String, Object> millis(String name) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(name + " p50 ms", percentile(50) / 1000.0);
    figures.put(name + " p99 ms", percentile(99) / 1000.0);
    figures.put(name + " max ms", max() / 1000.0);
    return figures;
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
