package dev.tenure.quartz;

import dev.tenure.model.Term;

/** What became of a start. */
public sealed interface StartResult {

  /**
   * The gate is open and Quartz fires.
   *
   * @param term the leadership
   * @param jobs how many jobs are scheduled
   * @param lost how many runs of older terms were found open and settled as LOST
   * @param catchUp how many missed slots will be run
   * @param skipped how many missed slots are passed over
   */
  record Started(Term term, int jobs, int lost, int catchUp, long skipped) implements StartResult {}

  /**
   * The leadership ended, a stand-down was asked for, or the ledger cannot be read; nothing fires.
   *
   * @param reason for people
   */
  record Aborted(String reason) implements StartResult {}
}
