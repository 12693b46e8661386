package dev.tenure.config;

/** Whether two runs of one job may overlap. */
public enum Concurrency {
  /** They may, unless the job's class forbids it by annotation. */
  ALLOW,
  /** They may not: slots that fall due while a run is going on are skipped, as an overlap. */
  FORBID,
  /** They may not: a slot that falls due interrupts the run and starts when that has ended. */
  REPLACE
}
