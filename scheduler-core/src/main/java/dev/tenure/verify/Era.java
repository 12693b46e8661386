package dev.tenure.verify;

import dev.tenure.schedule.Grid;
import java.time.Instant;

/**
 * A trigger from one change to the next.
 *
 * @param revision of the store that made it so; zero for from the beginning
 * @param seen when it came to be so, by the clock of whoever collects the evidence
 * @param edition the edition of the trigger: a cursor of another one counts as none
 * @param since slots count after this instant
 * @param grid its slots, with calendar and spread, from start to end
 * @param standing whether its slots are run
 */
public record Era(
    long revision, Instant seen, String edition, Instant since, Grid grid, Standing standing) {

  /** Whether the slots of a trigger are run. */
  public enum Standing {
    /** They are. */
    RUNS,
    /** It is paused, by itself or with its group, or parked after an error. */
    PAUSED,
    /** It is not there. */
    GONE
  }
}
