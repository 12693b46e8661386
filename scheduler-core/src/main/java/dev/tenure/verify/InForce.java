package dev.tenure.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What held when something was written: a node goes by the definition that it sees, which may be a
 * little older than the newest one. Immutable.
 *
 * @param all the oldest first
 * @param revision since when each holds, in the order of the store
 * @param seen the same by the collector's clock
 * @param change how long nodes may go by an older one
 */
record InForce<T>(
    List<T> all, ToLongFunction<T> revision, Function<T, Instant> seen, Duration change) {

  static InForce<Era> eras(List<Era> all, Bounds bounds) {
    return new InForce<>(all, Era::revision, Era::seen, bounds.change());
  }

  static InForce<Rules> rules(List<Rules> all, Bounds bounds) {
    return new InForce<>(all, Rules::revision, Rules::seen, bounds.change());
  }

  /** All that a node may have gone by when it wrote this; never empty unless nothing is known. */
  List<T> at(Stamp stamp) {
    return between(stamp, stamp);
  }

  /** Whether something was written, in an order that nobody knows, before what is known held. */
  boolean isUnknown(Stamp stamp) {
    return stamp.revision() == 0
        && !all.isEmpty()
        && revision.applyAsLong(all.get(0)) == 0
        && stamp.seen().isBefore(seen.apply(all.get(0)).plus(change));
  }

  /** All that a node may have gone by from one fact to another. */
  List<T> between(Stamp first, Stamp last) {
    if (all.size() < 2 || first.revision() == 0 || last.revision() == 0) {
      return all;
    }
    int to = newest(last.revision());
    int from = newest(first.revision());
    while (from > 0 && !seen.apply(all.get(from)).plus(change).isBefore(first.seen())) {
      from--;
    }
    return all.subList(from, to + 1);
  }

  /** The newest that was written before a revision; the first one when none was. */
  private int newest(long before) {
    int low = 0;
    int high = all.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (revision.applyAsLong(all.get(middle)) < before) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
