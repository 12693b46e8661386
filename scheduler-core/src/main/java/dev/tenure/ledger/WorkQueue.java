package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What waits for the next entry of a term, the oldest first. Confined to the loop of its book.
 *
 * <p>The ends of runs {@linkplain #lingers linger}: those of a batch come one after another, and
 * the claims of the next batch behind them. All of that shares an entry then, and no claim finds
 * the first of the ends under way.
 */
final class WorkQueue {

  private final EventLoop loop;
  private final Duration linger;
  private final Runnable ripe;
  private final Deque<Work> works = new ArrayDeque<>();

  /** Whether something is there that is more than the end of a run, or has waited before. */
  private boolean hurried;

  /** Since when the oldest has been there. */
  private long sinceNanos;

  private boolean timed;

  /**
   * Empty.
   *
   * @param linger how long ends of runs wait for others
   * @param ripe called when they have
   */
  WorkQueue(EventLoop loop, Duration linger, Runnable ripe) {
    this.loop = loop;
    this.linger = linger;
    this.ripe = ripe;
  }

  boolean isEmpty() {
    return works.isEmpty();
  }

  void add(Work work) {
    if (works.isEmpty()) {
      sinceNanos = loop.clock().nanos();
      hurried = false;
    }
    hurried |= !work.isOfEnds();
    works.add(work);
  }

  /** These come first, as they did before. */
  void putBack(List<Work> taken) {
    for (int i = taken.size() - 1; i >= 0; i--) {
      works.addFirst(taken.get(i));
    }
  }

  /** Whether nothing is to be taken for a moment more. */
  boolean lingers() {
    if (hurried) {
      return false;
    }
    Duration left = linger.minusNanos(loop.clock().nanos() - sinceNanos);
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    if (!timed) {
      timed = true;
      loop.schedule(
          left,
          () -> {
            timed = false;
            ripe.run();
          });
    }
    return true;
  }

  /** What there is, to be taken from its head; {@link #taken} is to follow. */
  Deque<Work> works() {
    return works;
  }

  /** What had no room has waited for long enough. */
  void taken() {
    hurried = !works.isEmpty();
  }

  /** Takes the claims out. */
  List<Work> takeClaims() {
    List<Work> claims = works.stream().filter(Work::claim).toList();
    works.removeAll(claims);
    return claims;
  }

  /** Takes all of it. */
  List<Work> takeAll() {
    List<Work> all = new ArrayList<>(works);
    works.clear();
    return all;
  }
}
