package dev.tenure.verify;

import java.time.Duration;

/**
 * How long things may take, and how wrong clocks may be.
 *
 * @param overdue how long a slot may be due before the ledger must account for it
 * @param orphan how long a run without an end may be open after its term is over
 * @param late how late a scheduled slot may be claimed while nothing is in the way
 * @param change how long nodes may go by a definition that was changed meanwhile
 * @param recovery how long it may take from the end of a fault until each job runs again
 * @param leaderless how long there may be no leader although there could be one
 * @param clocks how much wall clocks of nodes may differ
 */
public record Bounds(
    Duration overdue,
    Duration orphan,
    Duration late,
    Duration change,
    Duration recovery,
    Duration leaderless,
    Duration clocks) {

  /** Bounds for sessions of a time to live. */
  public static Bounds of(Duration sessionTtl) {
    Duration some = sessionTtl.multipliedBy(2).plusSeconds(10);
    return new Bounds(some, some, some, Duration.ofSeconds(5), some, some, Duration.ofMillis(500));
  }
}
