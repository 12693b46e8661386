package dev.tenure.config;

/** Whether two runs of one job may overlap. */
public enum Concurrency {
  /** They may, unless the job's class forbids it by annotation. */
  ALLOW,
  /** They may not: a slot that falls due during a run waits for its end. */
  FORBID
}
