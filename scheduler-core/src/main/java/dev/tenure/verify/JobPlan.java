package dev.tenure.verify;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.util.List;

/**
 * What was asked of one job, over time.
 *
 * @param group its group
 * @param job its name
 * @param rules its policies, the oldest first; each holds until the next one; empty when they are
 *     not known, and what depends on them is not judged then
 * @param triggers its triggers; none for a job that only runs when somebody asks
 */
public record JobPlan(GroupName group, JobName job, List<Rules> rules, List<TriggerPlan> triggers) {

  public JobPlan {
    rules = List.copyOf(rules);
    triggers = List.copyOf(triggers);
  }
}
