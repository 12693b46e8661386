package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.model.Retention;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a ledger is told once.
 *
 * @param sessionTtl the longest that an old leader can believe in its term after its lease was last
 *     seen: the granted time to live of sessions
 * @param retention how much of a job's past is kept; asked on the ledger's loop, must not block
 * @param quiet how long nothing must have been written before the journal is folded; a busy ledger
 *     folds by size
 * @param foldEntries how many entries the journal may hold before it is folded at once, however
 *     many jobs they are about
 * @param foldBytes how many bytes the journal may hold before it is folded at once
 * @param linger how long the end of a run may wait for others, and for claims, to be written with
 */
public record LedgerSettings(
    Duration sessionTtl,
    Function<JobName, Retention> retention,
    Duration quiet,
    int foldEntries,
    long foldBytes,
    Duration linger) {

  /** What is kept of a job that says nothing about it. */
  public static final Retention KEEP = new Retention(100, Duration.ofDays(30));

  /**
   * The defaults: a session of five seconds, a fold after five quiet ones, nothing lingers. A fold
   * writes each job that has run, so a busy journal may grow long before it is worth one; what a
   * node reads when it starts grows with it.
   */
  public static LedgerSettings defaults() {
    return new LedgerSettings(
        Duration.ofSeconds(5),
        job -> KEEP,
        Duration.ofSeconds(5),
        20_000,
        48_000_000,
        Duration.ZERO);
  }

  /** The same with another time to live of sessions. */
  public LedgerSettings withSessionTtl(Duration ttl) {
    return new LedgerSettings(ttl, retention, quiet, foldEntries, foldBytes, linger);
  }

  /** The same with another retention. */
  public LedgerSettings withRetention(Function<JobName, Retention> rule) {
    return new LedgerSettings(sessionTtl, rule, quiet, foldEntries, foldBytes, linger);
  }

  /** The same with other limits of the journal. */
  public LedgerSettings withFold(Duration quietFor, int entries, long bytes) {
    return new LedgerSettings(sessionTtl, retention, quietFor, entries, bytes, linger);
  }

  /** The same with ends that wait so long for company. */
  public LedgerSettings withLinger(Duration wait) {
    return new LedgerSettings(sessionTtl, retention, quiet, foldEntries, foldBytes, wait);
  }
}
