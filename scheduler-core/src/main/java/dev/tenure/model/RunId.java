package dev.tenure.model;

/**
 * The identity of one run, the same for every node that could start it. As text: {@code
 * <group>/<job>/<slot in epoch milliseconds>/<attempt>} when the trigger has its job's name, else
 * {@code <group>/<job>/<trigger>/<slot>/<attempt>}.
 *
 * @param group the group of the job
 * @param job the job
 * @param trigger the trigger whose slot it is
 * @param slotMillis the slot in milliseconds since the epoch
 * @param attempt 1 for the first
 */
public record RunId(
    GroupName group, JobName job, TriggerName trigger, long slotMillis, int attempt) {

  /** Throws {@link IllegalArgumentException} for an attempt below 1. */
  public RunId {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, is " + attempt);
    }
  }

  /** The run of the trigger that has its job's name. */
  public static RunId of(GroupName group, JobName job, long slotMillis, int attempt) {
    return new RunId(group, job, TriggerName.of(job), slotMillis, attempt);
  }

  /**
   * The run that the text names.
   *
   * @throws IllegalArgumentException for text that is not the id of a run
   */
  public static RunId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 4 && parts.length != 5) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not the id of a run: group/job/slot/attempt or"
              + " group/job/trigger/slot/attempt");
    }
    JobName job = new JobName(parts[1]);
    int next = parts.length - 2;
    TriggerName trigger = next == 2 ? TriggerName.of(job) : new TriggerName(parts[2]);
    return new RunId(
        new GroupName(parts[0]),
        job,
        trigger,
        Long.parseLong(parts[next]),
        Integer.parseInt(parts[next + 1]));
  }

  /** The run that comes after this one when it is tried again. */
  public RunId nextAttempt() {
    return new RunId(group, job, trigger, slotMillis, attempt + 1);
  }

  @Override
  public String toString() {
    String middle = trigger.isOf(job) ? "/" : "/" + trigger + "/";
    return group + "/" + job + middle + slotMillis + "/" + attempt;
  }
}
