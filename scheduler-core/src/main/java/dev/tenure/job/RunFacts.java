package dev.tenure.job;

import java.time.Instant;

/**
 * What does not change during one attempt of a run.
 *
 * @param runId names this attempt of the run in the ledger, the logs and the HTTP interface
 * @param term the fencing token: the term of the leader that claimed the run; rises with each
 *     change of leader
 * @param slot the scheduled instant that this run is for, on the trigger's grid
 * @param attempt 1 for the first try
 * @param node the node that runs it
 * @param group the group of the job
 * @param job the name of the job in its group
 */
public record RunFacts(
    String runId, long term, Instant slot, int attempt, String node, String group, String job) {

  public RunFacts {
    if (term < 1) {
      throw new IllegalArgumentException("term must be positive, is " + term);
    }
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, is " + attempt);
    }
  }
}
