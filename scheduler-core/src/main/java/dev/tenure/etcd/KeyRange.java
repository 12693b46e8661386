package dev.tenure.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.OptionsUtil;

/**
 * A half-open range of keys, in etcd's byte order.
 *
 * @param start the first key
 * @param end the first key beyond; a single zero byte means the end of all keys
 */
record KeyRange(ByteSequence start, ByteSequence end) {

  private static final ByteSequence ZERO = ByteSequence.from(new byte[] {0});

  /** All keys that begin with the prefix; an empty one means every key. */
  static KeyRange ofPrefix(String prefix) {
    return prefix.isEmpty() ? new KeyRange(ZERO, ZERO) : ofPrefix(Transactions.bytes(prefix));
  }

  private static KeyRange ofPrefix(ByteSequence prefix) {
    return new KeyRange(prefix, OptionsUtil.prefixEndOf(prefix));
  }

  /** What is left of the range behind {@code key}. */
  KeyRange after(ByteSequence key) {
    return new KeyRange(key.concat(ZERO), end);
  }

  /** What is left of the range behind a part of it. */
  KeyRange behind(KeyRange part) {
    return new KeyRange(part.end, end);
  }

  /**
   * The beginning of the range, up to the last key that has the first bytes of the given one; all
   * of the range when that is not less.
   *
   * @param bytes how many; when the key is shorter, all of it
   */
  KeyRange whileAs(ByteSequence key, int bytes) {
    ByteSequence shared = key.substring(0, Math.min(bytes, key.size()));
    return bytes <= 0 ? this : new KeyRange(start, ofPrefix(shared).end);
  }
}
