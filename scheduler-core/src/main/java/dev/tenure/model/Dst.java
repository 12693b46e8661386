package dev.tenure.model;

/**
 * What a cron expression means where the clocks change.
 *
 * @param gap local times that the clocks leave out
 * @param overlap local times that come twice
 */
public record Dst(Gap gap, Overlap overlap) {

  /**
   * As Vixie cron does it: a fixed time is neither lost nor doubled ({@code SHIFT}, {@code FIRST});
   * a rhythm follows the clock on the wall ({@code SKIP}, {@code BOTH}).
   */
  public static final Dst VIXIE = new Dst(Gap.VIXIE, Overlap.VIXIE);

  /** What becomes of a local time that the clocks leave out. */
  public enum Gap {
    /** {@code SHIFT} for fixed times, {@code SKIP} for a rhythm. */
    VIXIE,
    /** No slot. */
    SKIP,
    /** One slot at the end of the gap, for however many times it left out. */
    SHIFT
  }

  /** What becomes of a local time that comes twice. */
  public enum Overlap {
    /** {@code FIRST} for fixed times, {@code BOTH} for a rhythm. */
    VIXIE,
    /** A slot the first time only. */
    FIRST,
    /** A slot the second time only. */
    SECOND,
    /** A slot each time. */
    BOTH
  }
}
