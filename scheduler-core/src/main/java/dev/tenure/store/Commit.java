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

  /** A change of one key, or of a range of them. */
  public sealed interface Write {
    /** The key that changes; of a range the first one. */
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

  /**
   * Deletes all keys of a half-open range, in the byte order of their UTF-8 forms.
   *
   * @param key the first key
   * @param end the first key that stays
   */
  public record DeleteRange(String key, String end) implements Write {

    /** Throws {@link IllegalArgumentException} for a range that is empty or runs backwards. */
    public DeleteRange {
      if (key.isEmpty() || end.compareTo(key) <= 0) {
        throw new IllegalArgumentException("not a range of keys: " + key + " to " + end);
      }
    }

    /** Everything under a prefix that ends with a slash. */
    public static DeleteRange under(String prefix) {
      if (!prefix.endsWith("/")) {
        throw new IllegalArgumentException("prefix \"" + prefix + "\" must end with '/'");
      }
      return new DeleteRange(prefix, prefix.substring(0, prefix.length() - 1) + '0');
    }
  }
}
