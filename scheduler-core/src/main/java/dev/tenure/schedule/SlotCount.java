package dev.tenure.schedule;

/**
 * A number of slots.
 *
 * @param slots how many
 * @param exact false if there are at least so many
 */
public record SlotCount(long slots, boolean exact) {

  @Override
  public String toString() {
    return exact ? Long.toString(slots) : "at least " + slots;
  }
}
