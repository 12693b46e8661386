package dev.tenure.verify;

import dev.tenure.definition.Concurrency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was to run, put in order for being looked up. */
final class Plans {

  private final Map<TriggerKey.JobKey, InForce<Rules>> rules = new HashMap<>();
  private final Map<TriggerKey, TriggerPlan> triggers = new HashMap<>();

  Plans(Evidence evidence) {
    for (JobPlan plan : evidence.plans()) {
      rules.put(
          new TriggerKey.JobKey(plan.group(), plan.job()),
          InForce.rules(plan.rules(), evidence.bounds()));
      for (TriggerPlan trigger : plan.triggers()) {
        triggers.put(new TriggerKey(plan.group(), plan.job(), trigger.trigger()), trigger);
      }
    }
  }

  boolean knows(TriggerKey.JobKey job) {
    return rules.containsKey(job);
  }

  Map<TriggerKey, TriggerPlan> triggers() {
    return triggers;
  }

  @Nullable TriggerPlan trigger(TriggerKey key) {
    return triggers.get(key);
  }

  List<Rules> rules(TriggerKey.JobKey job, Stamp at) {
    return rules(job, at, at);
  }

  List<Rules> rules(TriggerKey.JobKey job, Stamp from, Stamp to) {
    InForce<Rules> known = rules.get(job);
    return known == null || known.isUnknown(from) ? List.of() : known.between(from, to);
  }

  /** Whether runs of the job must not overlap, by whatever rule the node went by. */
  boolean forbidsOverlap(TriggerKey.JobKey job, Stamp at) {
    List<Rules> candidates = rules(job, at);
    return !candidates.isEmpty()
        && candidates.stream().allMatch(rule -> rule.concurrency() != Concurrency.ALLOW);
  }
}
