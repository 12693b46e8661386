package dev.tenure.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the bodies of requests may take, all together. A small body always has its place:
 * large ones that arrive slowly keep out others of their kind, and nobody else. Thread-safe.
 */
final class BodyRoom {

  static final int ALWAYS_THERE = 16 << 10;
  static final long MOST = 64L << 20;

  private final AtomicLong taken = new AtomicLong();

  /** Makes place for a body that grows; false if there is none. */
  boolean grow(int from, int to) {
    long more = counted(to) - counted(from);
    if (taken.addAndGet(more) <= MOST || more == 0) {
      return true;
    }
    taken.addAndGet(-more);
    return false;
  }

  /** A body of this size is needed no more. */
  void giveBack(int size) {
    taken.addAndGet(-counted(size));
  }

  private static long counted(int size) {
    return Math.max(0, size - ALWAYS_THERE);
  }

  /** What is taken now. */
  long taken() {
    return taken.get();
  }
}
