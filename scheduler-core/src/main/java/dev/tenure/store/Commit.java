package dev.tenure.store;

import java.util.List;

/**
 * One atomic change: all writes happen if all guards hold, else nothing happens.
 *
 * @param guards what must hold
 * @param writes what is then written, in order; may be empty, which makes the commit a linearizable
 *     check of its guards
 */
public record Commit(List<Guard> guards, List<Write> writes) {

  public Commit {
    guards = List.copyOf(guards);
    writes = List.copyOf(writes);
  }

  /** A condition on one key. */
  public sealed interface Guard {
    /** The key that the condition is about. */
    String key();
  }

  /**
   * The key does not exist.
   *
   * @param key the key
   */
  public record Absent(String key) implements Guard {}

  /**
   * The key exists, in the incarnation that was created at the revision: the fence.
   *
   * @param key the key
   * @param createRevision its create revision; positive
   */
  public record CreatedAt(String key, long createRevision) implements Guard {}

  /**
   * The key exists and was last written at the revision.
   *
   * @param key the key
   * @param modRevision its modification revision; positive
   */
  public record ModifiedAt(String key, long modRevision) implements Guard {}

  /** A change of one key. */
  public sealed interface Write {
    /** The key that changes. */
    String key();
  }

  /**
   * Writes the value and binds the key to the lease.
   *
   * @param key the key
   * @param value its new value
   * @param lease the lease; {@link LeaseId#NONE} unbinds the key from any
   */
  public record Put(String key, Bytes value, LeaseId lease) implements Write {

    /** A put of a key that is bound to no lease. */
    public static Put unleased(String key, String utf8) {
      return new Put(key, Bytes.utf8(utf8), LeaseId.NONE);
    }
  }

  /**
   * Deletes the key if it exists.
   *
   * @param key the key
   */
  public record Delete(String key) implements Write {}
}
