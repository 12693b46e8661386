package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.store.StoreException;
import java.util.Set;

/** What became of a batch of claims. Only a run named in {@link Claimed} may be started. */
public sealed interface ClaimResult {

  /**
   * The runs are recorded as STARTED.
   *
   * @param runs those of the batch that are claimed; a slot that the cursor had already passed is
   *     left out
   */
  record Claimed(Set<RunId> runs) implements ClaimResult {
    public Claimed {
      runs = Set.copyOf(runs);
    }
  }

  /** The term is over; nothing was claimed. */
  record Fenced() implements ClaimResult {}

  /**
   * No answer up to the end of the leadership: the runs may be recorded or not, and must not be
   * started. The next leader settles them.
   *
   * @param reason what was met
   */
  record Unknown(String reason) implements ClaimResult {}

  /**
   * The store refused for a reason other than the fence (full, no permission, too large); nothing
   * was claimed. The caller tries again after a pause.
   *
   * @param cause what the store said
   */
  record Failed(StoreException cause) implements ClaimResult {}
}
