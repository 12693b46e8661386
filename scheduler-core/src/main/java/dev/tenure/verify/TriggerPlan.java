package dev.tenure.verify;

import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.List;

/**
 * When one trigger was to run.
 *
 * @param trigger its name
 * @param eras what it was over time, the oldest first; each holds until the next one
 * @param from slots up to this instant are not judged
 * @param until slots after this instant are not judged: the time at which the evidence was taken
 */
public record TriggerPlan(TriggerName trigger, List<Era> eras, Instant from, Instant until) {

  /** Throws {@link IllegalArgumentException} for a trigger that never was anything. */
  public TriggerPlan {
    eras = List.copyOf(eras);
    if (eras.isEmpty()) {
      throw new IllegalArgumentException("trigger " + trigger + " has no era");
    }
  }
}
