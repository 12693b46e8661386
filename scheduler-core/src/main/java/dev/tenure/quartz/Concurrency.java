package dev.tenure.quartz;

/** Whether runs of one job may overlap. */
public enum Concurrency {
  /** They may. */
  ALLOW,
  /** They may not: slots that fall due while a run is going on are skipped, as an overlap. */
  FORBID
}
