package dev.tenure.definition;

/** Whether a trigger's slots are run. */
public enum TriggerMode {
  /** They are. */
  NORMAL,
  /** They are not, until it is resumed. */
  PAUSED,
  /** They are not, because its job could not be made; somebody must look, and reset it. */
  ERROR,
  /** They are not, because a run of the job asked to be unscheduled; until it is stored anew. */
  COMPLETE
}
