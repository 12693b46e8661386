package dev.tenure.config;

/**
 * Text that must not be printed. Its {@code toString} shows nothing of it.
 *
 * @param reveal the text itself; pass it on, never log it
 */
public record Secret(String reveal) {

  /** What stands in place of a secret wherever one would be printed. */
  public static final String MASK = "******";

  @Override
  public String toString() {
    return MASK;
  }
}
