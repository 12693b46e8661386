package dev.tenure.bench;

/**
 * What the schedulers are asked to run: jobs that do nothing.
 *
 * @param jobs how many
 * @param periodMillis the time between two slots of one of them
 * @param spread whether their slots are spread evenly over that time, or all at the same instant
 * @param flatOut whether this is more than any of them can do, for as long as it is measured
 */
record Load(int jobs, int periodMillis, boolean spread, boolean flatOut) {

  /** A hundred thousand slots a second: whoever is asked for it is late, and never idle. */
  static Load more() {
    return new Load(1000, 10, true, true);
  }

  /** Each once a second. */
  static Load eachSecond(int jobs, boolean spread) {
    return new Load(jobs, 1000, spread, false);
  }

  /** By how much the slots of a job are moved. */
  long phaseMillis(int job) {
    return spread ? (long) job * periodMillis / jobs : 0;
  }

  @Override
  public String toString() {
    return jobs + " jobs, " + (spread ? "spread" : "same second");
  }
}
