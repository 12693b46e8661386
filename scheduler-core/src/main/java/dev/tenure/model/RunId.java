package dev.tenure.model;

/**
 * The identity of one run: {@code <group>/<job>/<slot in epoch milliseconds>/<attempt>}, the same
 * for every node that could start it.
 *
 * @param group the group of the job
 * @param job the job
 * @param slotMillis the slot in milliseconds since the epoch
 * @param attempt 1 for the first
 */
public record RunId(GroupName group, JobName job, long slotMillis, int attempt) {

  public RunId {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, is " + attempt);
    }
  }

  @Override
  public String toString() {
    return group + "/" + job + "/" + slotMillis + "/" + attempt;
  }
}
