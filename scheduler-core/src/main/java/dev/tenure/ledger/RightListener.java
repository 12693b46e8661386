package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.model.RunId;

/**
 * What the node hears that finishes runs of a term which it has handed over. Called on the ledger's
 * loop; must not block.
 */
public interface RightListener {

  /** Somebody asked the present leader to interrupt a run of this node; may come twice. */
  void onInterrupt(RunId run, String reason);

  /** The right is gone: how the runs end cannot be recorded any more. */
  void onLost(Leadership handedOver);
}
