package dev.tenure.definition;

/**
 * Lets equal things be one object, so that a hundred thousand definitions that differ in little
 * take little. Remembers a bounded number of things, those seen last; what it forgets is merely not
 * shared. Confined to one thread.
 */
final class Canon {

  private static final int SLOTS = 1 << 12;

  private final Object[] known = new Object[SLOTS];

  /** An equal object that was seen before, or this one. */
  @SuppressWarnings("unchecked") // equal objects of our records are of one type
  <T> T of(T value) {
    int hash = value.hashCode();
    int slot = (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (SLOTS - 1);
    if (value.equals(known[slot])) {
      return (T) known[slot];
    }
    known[slot] = value;
    return value;
  }
}
