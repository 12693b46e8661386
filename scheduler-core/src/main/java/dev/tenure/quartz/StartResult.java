package dev.tenure.quartz;

import dev.tenure.model.Term;

/** What became of a start. */
public sealed interface StartResult {

  /**
   * The gate is open and Quartz fires.
   *
   * @param term the leadership
   * @param jobs how many jobs are defined
   * @param lost how many runs of older terms were found open and settled as LOST
   * @param overdue of how many triggers slots were missed; the catch-up decides about them one
   *     after another, while fresh slots go first
   */
  record Started(Term term, int jobs, int lost, int overdue) implements StartResult {}

  /**
   * The leadership ended, a stand-down was asked for, or the ledger cannot be read; nothing fires.
   *
   * @param reason for people
   */
  record Aborted(String reason) implements StartResult {}
}
