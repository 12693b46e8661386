package dev.tenure.verify;

/** What must hold of a cluster's past. */
public enum Condition {
  /** Each slot that fell due was run, or was skipped with a reason. */
  C1("no slot is missed"),
  /** Each slot and attempt was started once at most, and nothing was started without a claim. */
  C2("nothing is started twice or unclaimed"),
  /** Each claim is of a slot of the grid, at its time, while its trigger was to run. */
  C3("nothing runs outside its schedule"),
  /** Runs of a job that forbids it do not overlap. */
  C4("what must not overlap does not"),
  /** A protected resource accepts tokens in their order, and none of a term that is over. */
  C5("fencing tokens never go back"),
  /** After a fault is healed each job runs again within a bound. */
  C6("what was healed works again"),
  /** The ledger fits itself and what the jobs wrote. */
  C7("the ledger is whole"),
  /** The slots of a trigger begin in their order. */
  C8("slots begin in order"),
  /** There is a leader whenever there can be one. */
  C9("somebody leads when somebody can");

  private final String sentence;

  Condition(String sentence) {
    this.sentence = sentence;
  }

  /** The condition in words. */
  public String sentence() {
    return sentence;
  }
}
