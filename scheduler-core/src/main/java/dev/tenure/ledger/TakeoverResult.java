package dev.tenure.ledger;

import dev.tenure.model.JobName;
import java.util.List;
import java.util.Map;

/** What a new leader found in the ledger. */
public sealed interface TakeoverResult {

  /**
   * Runs of older terms are settled; claims may begin.
   *
   * @param states what is recorded of each job, also of jobs that are not defined any more; a live
   *     view
   * @param lost the runs that were found open and are now recorded as LOST
   * @param unreadable jobs whose state is not what Tenure writes, with the reason; nothing of
   *     theirs was touched, and nothing of theirs can be claimed in this term
   */
  record TakenOver(
      Map<JobName, JobState> states, List<OpenRun> lost, Map<JobName, String> unreadable)
      implements TakeoverResult {
    public TakenOver {
      lost = List.copyOf(lost);
      unreadable = Map.copyOf(unreadable);
    }
  }

  /**
   * The leadership ended before the ledger was taken over, or the store refused to be read.
   *
   * @param reason which of the two, for people
   */
  record NotTakenOver(String reason) implements TakeoverResult {}
}
