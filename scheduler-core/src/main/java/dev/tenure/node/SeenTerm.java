package dev.tenure.node;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A leadership of a group as one node saw it.
 *
 * @param term its number
 * @param node who led; for a foreign candidate its key
 * @param since when it won, by its own clock; for a foreign candidate when it was seen
 * @param until when its key was seen to be gone; empty while it leads
 * @param cause why it ended, where this node knows: it led itself, or proved the leader to be dead
 * @param gapMillis how long, by this node's monotonic clock, nobody led before it: from when the
 *     key before it was seen to be gone to when it was seen to lead; empty for the first one seen
 */
public record SeenTerm(
    long term,
    String node,
    Instant since,
    Optional<Instant> until,
    Optional<String> cause,
    OptionalLong gapMillis) {

  SeenTerm ended(Instant at) {
    return new SeenTerm(term, node, since, until.or(() -> Optional.of(at)), cause, gapMillis);
  }

  SeenTerm because(String why) {
    return new SeenTerm(term, node, since, until, cause.or(() -> Optional.of(why)), gapMillis);
  }

  SeenTerm begun(Instant at, OptionalLong gap) {
    return new SeenTerm(term, node, at, until, cause, gap);
  }
}
