package dev.tenure.server.chaos.record;

import org.jspecify.annotations.Nullable;

/**
 * A change of one key, as the recorder heard of it.
 *
 * @param revision of the change
 * @param key the key
 * @param value what was written; null for a deletion
 * @param created the revision that created this incarnation of the key; 0 for a deletion
 * @param lease in hex; empty for none
 * @param wall when it was heard, in milliseconds of the epoch
 * @param nanos the same on the machine's monotonic clock
 */
public record Recorded(
    long revision,
    String key,
    @Nullable String value,
    long created,
    String lease,
    long wall,
    long nanos) {

  /** The same without what was written; still not a deletion. */
  Recorded withoutValue() {
    return new Recorded(revision, key, value == null ? null : "", created, lease, wall, nanos);
  }

  /** Whether the key was deleted. */
  public boolean deletion() {
    return value == null;
  }
}
