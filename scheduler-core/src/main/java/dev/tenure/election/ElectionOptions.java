package dev.tenure.election;

import dev.tenure.time.Backoff;
import java.time.Duration;

/**
 * The times that an election keeps.
 *
 * @param ttl the time to live asked for the session's lease; etcd's floor is 2 s with its default
 *     ticks
 * @param margin how much earlier than the lease a leader stops believing; covers differences in
 *     clock rate and the time to stop
 * @param stopBudget how long the release of the leader's key waits for its work to stop after a
 *     loss
 * @param retry the waits between tries of store calls and between campaigns
 * @param reread how often the queue is read afresh, as a net under the watch
 */
public record ElectionOptions(
    Duration ttl, Duration margin, Duration stopBudget, Backoff retry, Duration reread) {

  /** Throws {@link IllegalArgumentException} when the margin leaves no time to lead. */
  public ElectionOptions {
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("ttl must be at least 1s, is " + ttl);
    }
    if (margin.isNegative() || margin.multipliedBy(2).compareTo(ttl) > 0) {
      throw new IllegalArgumentException(
          "margin must be between 0 and half of the ttl " + ttl + ", is " + margin);
    }
  }

  /** Options for the given time to live, the rest derived from it. */
  public static ElectionOptions of(Duration ttl) {
    Duration margin = max(ttl.dividedBy(10), Duration.ofMillis(Math.min(500, ttl.toMillis() / 4)));
    return new ElectionOptions(
        ttl,
        margin,
        Duration.ofMillis(500),
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)),
        max(ttl, Duration.ofSeconds(10)));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
