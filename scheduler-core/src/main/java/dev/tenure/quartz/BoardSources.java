package dev.tenure.quartz;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.JobState;
import dev.tenure.model.JobName;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the board reads; all of it from memory.
 *
 * @param definitions what is to be run
 * @param states what was run, by job
 * @param grids makes the slots of triggers
 * @param paused whether a trigger is paused by its group or by that of its job
 * @param types what is known of job classes on this node
 * @param requestKey the key of a request in the store
 */
record BoardSources(
    DefinitionView definitions,
    Supplier<Map<JobName, JobState>> states,
    TriggerGrids grids,
    Predicate<TriggerSpec> paused,
    RunnableTypes types,
    Function<RunRequest, String> requestKey) {

  /** What is recorded of a job; nothing for one never seen. */
  JobState state(JobName job) {
    return states.get().getOrDefault(job, JobState.NONE);
  }
}
