package dev.tenure.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the account of a trigger stands. It belongs to the name of the trigger: what was accounted
 * for under a name is not run again when the trigger is replaced, or removed and created anew,
 * while a clock that was set back shows those instants a second time.
 *
 * @param slot the last slot, or instant, that the ledger accounts for
 * @param edition the edition of the trigger that it belongs to; {@link #GONE} for one whose
 *     definition is gone
 * @param fired how many slots of this edition were run
 * @param before where the account of the edition before this one stood; empty for the first one
 */
public record Cursor(Instant slot, String edition, long fired, Optional<Instant> before) {

  /** The edition of a trigger without a definition; no definition has it. */
  public static final String GONE = "gone";

  /** A cursor of the first edition under its name. */
  public Cursor(Instant slot, String edition, long fired) {
    this(slot, edition, fired, Optional.empty());
  }

  /** The same after a slot of the given edition; within an edition never back. */
  Cursor moved(Instant to, String toEdition, int runs) {
    return edition.equals(toEdition)
        ? new Cursor(to.isAfter(slot) ? to : slot, edition, fired + runs, before)
        : new Cursor(to, toEdition, runs, Optional.of(slot));
  }

  /** What is left when the definition goes. */
  Cursor gone() {
    return new Cursor(slot, GONE, 0);
  }

  /** Whether the trigger that it belongs to is not defined any more. */
  public boolean isGone() {
    return edition.equals(GONE);
  }
}
