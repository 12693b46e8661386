package dev.tenure.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which chunks of a job's older runs are in the store: their numbers follow each other. Immutable,
 * and packed, because a job may have many.
 */
final class Chunks {

  static final Chunks NONE = new Chunks(1, new long[0]);

  private final int first;
  // Of each chunk, the oldest first: the number of the last run in it, and when that run ended.
  private final long[] packed;

  private Chunks(int first, long[] packed) {
    this.first = first;
    this.packed = packed;
  }

  /** Chunks as they were read. */
  static Chunks of(int first, long[] packed) {
    return new Chunks(first, packed);
  }

  boolean isEmpty() {
    return packed.length == 0;
  }

  int count() {
    return packed.length / 2;
  }

  /** The number of the oldest chunk; of the next one to come when there is none. */
  int first() {
    return first;
  }

  /** The number of the chunk that is sealed next. */
  int next() {
    return first + count();
  }

  /** How many runs had ended when the oldest chunk was sealed, counting those in it. */
  long lastRunOfFirst() {
    return packed[0];
  }

  /** When the newest run of the oldest chunk ended. */
  Instant newestOfFirst() {
    return Instant.ofEpochMilli(packed[1]);
  }

  /** How many runs were put into a chunk; the oldest one is 0, of which that is not known. */
  long runsOf(int index) {
    return packed[2 * index] - packed[2 * index - 2];
  }

  long[] packed() {
    return packed.clone();
  }

  Chunks and(long lastRun, Instant newest) {
    long[] more = Arrays.copyOf(packed, packed.length + 2);
    more[packed.length] = lastRun;
    more[packed.length + 1] = newest.toEpochMilli();
    return new Chunks(first, more);
  }

  Chunks withoutOldest(int count) {
    int dropped = Math.min(count, count());
    return new Chunks(first + dropped, Arrays.copyOfRange(packed, 2 * dropped, packed.length));
  }

  /** When the newest run ended of those chunks that were there before and are not any more. */
  Optional<Instant> droppedSince(Chunks before) {
    int dropped = Math.min(first - before.first, before.count());
    return dropped <= 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(before.packed[2 * dropped - 1]));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Chunks that
        && first == that.first
        && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return 31 * first + Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return first + "…" + (next() - 1);
  }
}
