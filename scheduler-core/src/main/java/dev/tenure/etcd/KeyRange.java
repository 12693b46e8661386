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
    if (prefix.isEmpty()) {
      return new KeyRange(ZERO, ZERO);
    }
    ByteSequence start = Transactions.bytes(prefix);
    return new KeyRange(start, OptionsUtil.prefixEndOf(start));
  }

  /** What is left of the range behind {@code key}. */
  KeyRange after(ByteSequence key) {
    return new KeyRange(key.concat(ZERO), end);
  }
}
