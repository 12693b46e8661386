package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.ledger.Claim;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import java.time.Instant;

/**
 * A run that the ledger has recorded as STARTED: the only thing that may be started.
 *
 * @param leadership under which it was claimed
 * @param id its identity
 * @param claim what was claimed
 */
record ClaimedRun(Leadership leadership, RunId id, Claim claim) {

  /** The claim of the attempt after this one. */
  Claim nextAttempt() {
    return Claim.of(
        new PendingAttempt(id.nextAttempt(), RunKind.RETRY, Instant.EPOCH), PlannedJob.EDITION);
  }

  static ClaimedRun of(Leadership leadership, GroupName group, Claim claim) {
    return new ClaimedRun(leadership, claim.id(group), claim);
  }
}
