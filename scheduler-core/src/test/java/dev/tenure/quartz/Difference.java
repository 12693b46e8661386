package dev.tenure.quartz;

/**
 * Where our job store differs from Quartz's own in memory, on purpose. Each one is a row of {@code
 * docs/jobstore.md}, and at least one test of the contract shows both behaviours.
 */
enum Difference {
  /** A call that stores several things stores all of them or none. */
  ALL_OR_NOTHING,
  /** A refused replacement leaves the old trigger where it was. */
  REFUSED_REPLACEMENT_CHANGES_NOTHING,
  /** Clearing everything forgets which groups are paused. */
  CLEARING_FORGETS_PAUSES,
  /** A changed calendar counts at once for every trigger that names it. */
  CALENDARS_COUNT_AT_ONCE,
  /** A trigger that names a calendar which is not there is refused. */
  UNKNOWN_CALENDAR_IS_REFUSED,
  /** Pausing by pattern pauses every group that fits. */
  PATTERN_PAUSES_EVERY_GROUP,
  /** Pausing a group again pauses what was resumed in it one by one. */
  PAUSING_AGAIN_PAUSES_ALL,
  /** A trigger in the error state leaves it by a reset or a replacement only. */
  ERROR_OUTLASTS_PAUSES,
  /** A trigger in the error state does not fire. */
  ERROR_STOPS_FIRING,
  /** A trigger without any further slot is complete. */
  WITHOUT_SLOTS_IS_COMPLETE,
  /** One result for each trigger of a batch. */
  ONE_RESULT_FOR_EACH_TRIGGER,
  /** Missed slots are run under their true instants. */
  MISSED_SLOTS_KEEP_THEIR_INSTANTS,
  /** What was run under the name of a trigger is not run again when it is stored anew. */
  SLOTS_ARE_RUN_ONCE,
  /** A trigger made by triggerJob is a request and not listed. */
  MANUAL_RUNS_ARE_REQUESTS,
  /** Only data that has a form in JSON is taken. */
  DATA_IS_JSON,
  /** Only the trigger and calendar classes of Quartz are taken. */
  STOCK_CLASSES_ONLY,
  /** Definitions outlive the process and are shared. */
  DURABLE_AND_SHARED
}
