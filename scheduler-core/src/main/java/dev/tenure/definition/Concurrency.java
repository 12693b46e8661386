package dev.tenure.definition;

/** Whether two runs of one job may overlap. */
public enum Concurrency {
  /** They may. */
  ALLOW,
  /** They may not: the next one waits or is skipped. */
  FORBID,
  /**
   * They may not: the one that is running is interrupted, and the next one starts when it ended.
   */
  REPLACE
}
