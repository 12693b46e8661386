package dev.tenure.quartz;

import dev.tenure.definition.JobSpec;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.Claim;
import dev.tenure.model.RunId;
import org.quartz.Job;

/**
 * A run that the ledger has recorded as STARTED: the only thing that may be started.
 *
 * @param leadership under which it was claimed
 * @param id its identity
 * @param claim what was claimed
 * @param job its job, as it was defined then
 * @param type the class of the job on this node
 * @param keepsData whether what the run leaves in its data is kept for the next one
 * @param fireId its identity as text: what Quartz fires it under; no two runs share one
 */
record ClaimedRun(
    Leadership leadership,
    RunId id,
    Claim claim,
    JobSpec job,
    Class<? extends Job> type,
    boolean keepsData,
    String fireId) {

  static ClaimedRun of(
      Leadership leadership,
      RunId id,
      Claim claim,
      JobSpec job,
      Class<? extends Job> type,
      boolean keepsData) {
    return new ClaimedRun(leadership, id, claim, job, type, keepsData, id.toString());
  }
}
