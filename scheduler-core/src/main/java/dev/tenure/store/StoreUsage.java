package dev.tenure.store;

/**
 * How much room the store's data takes.
 *
 * @param bytes the size of its database on disk, of the member that answered
 * @param state whether it takes writes
 */
public record StoreUsage(long bytes, State state) {

  /** Whether the store takes writes. */
  public enum State {
    /** It does. */
    WRITABLE,
    /** It does not, because it is full. */
    FULL
  }
}
