package dev.tenure.election;

import java.util.Optional;

/**
 * What a candidacy has evicted so far.
 *
 * @param count how many keys
 * @param mistaken how many of their processes turned out to live
 * @param last the last one
 */
public record Evictions(long count, long mistaken, Optional<Eviction> last) {

  static final Evictions NONE = new Evictions(0, 0, Optional.empty());

  Evictions plus(Eviction eviction) {
    return new Evictions(count + 1, mistaken, Optional.of(eviction));
  }

  Evictions plusMistake() {
    return new Evictions(count, mistaken + 1, last);
  }
}
