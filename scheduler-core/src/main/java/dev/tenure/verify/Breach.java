package dev.tenure.verify;

/** The ways in which a condition can be broken. */
public enum Breach {
  /** A slot behind the cursor is neither run nor skipped. */
  MISSED(Condition.C1, Tally.MISSED),
  /** A slot is long due, and the ledger does not account for it yet. */
  OVERDUE(Condition.C1, Tally.UNACCOUNTED),
  /** A run ended in a way after which its job asks for another attempt, and none is to follow. */
  NOT_TRIED_AGAIN(Condition.C1, Tally.MISSED),
  /** A slot and attempt was claimed twice. */
  CLAIMED_TWICE(Condition.C2, Tally.DOUBLED),
  /** A slot and attempt was started twice. */
  STARTED_TWICE(Condition.C2, Tally.DOUBLED),
  /** Code of a job ran that no claim covers. */
  UNCLAIMED_START(Condition.C2, Tally.DOUBLED),
  /** A slot was both run and skipped, or skipped twice. */
  RUN_AND_SKIPPED(Condition.C2, Tally.DOUBLED),
  /** A further attempt that nothing asked for. */
  UNASKED_ATTEMPT(Condition.C2, Tally.DOUBLED),
  /** Code ran before its claim. */
  START_BEFORE_CLAIM(Condition.C2, Tally.DOUBLED),
  /** A claim of an instant that is not a slot of the grid. */
  OFF_GRID(Condition.C3, Tally.UNACCOUNTED),
  /** A claim before the slot's instant. */
  EARLY(Condition.C3, Tally.UNACCOUNTED),
  /** A claim long after the slot's instant while nothing was in the way. */
  LATE(Condition.C3, Tally.UNACCOUNTED),
  /** A claim while the trigger was paused or not there. */
  NOT_TO_RUN(Condition.C3, Tally.UNACCOUNTED),
  /** Two runs of a job that forbids it overlapped. */
  OVERLAP(Condition.C4, Tally.DOUBLED),
  /** A resource accepted a lower token than before. */
  TOKEN_WENT_BACK(Condition.C5, Tally.DOUBLED),
  /** A resource accepted a token of a term that was over, or that nobody held. */
  TOKEN_NOT_HELD(Condition.C5, Tally.DOUBLED),
  /** A job did not run again in time after a fault was healed. */
  SLOW_RECOVERY(Condition.C6, Tally.UNACCOUNTED),
  /** A run has no end. */
  NO_END(Condition.C7, Tally.UNACCOUNTED),
  /** An end of a run that was never claimed, or a second end. */
  END_WITHOUT_RUN(Condition.C7, Tally.UNACCOUNTED),
  /** Records of one term by two nodes, or of an older term after a newer one. */
  TERMS_MIXED(Condition.C7, Tally.UNACCOUNTED),
  /** A run is recorded as succeeded, and its job wrote nothing. */
  NO_WITNESS(Condition.C7, Tally.UNACCOUNTED),
  /** A job ran under another term or on another node than was claimed. */
  OTHER_HOLDER(Condition.C7, Tally.UNACCOUNTED),
  /** A range of skipped slots does not hold as many slots as it says. */
  WRONG_COUNT(Condition.C7, Tally.UNACCOUNTED),
  /** Something in the store that cannot be read. */
  UNREADABLE(Condition.C7, Tally.UNACCOUNTED),
  /** A later slot of a trigger was claimed or started before an earlier one. */
  OUT_OF_ORDER(Condition.C8, Tally.UNACCOUNTED),
  /** Nobody led although somebody could have. */
  NO_LEADER(Condition.C9, Tally.UNACCOUNTED),
  /** Two nodes led one group at a time. */
  TWO_LEADERS(Condition.C9, Tally.DOUBLED);

  private final Condition condition;
  private final Tally tally;

  Breach(Condition condition, Tally tally) {
    this.condition = condition;
    this.tally = tally;
  }

  /** What is broken. */
  public Condition condition() {
    return condition;
  }

  /** Under which number it is counted. */
  public Tally tally() {
    return tally;
  }
}
