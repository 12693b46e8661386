package dev.tenure.verify;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that must not be.
 *
 * @param breach what kind of thing
 * @param group whose ledger
 * @param job the job, where it is one job's
 * @param trigger the trigger, where it is one trigger's
 * @param slot the slot, or the first of them
 * @param count how many slots, starts or writes it is about; at least 1
 * @param runs the runs that show it
 * @param sentence what is wrong, and what the evidence on both sides shows
 */
public record Finding(
    Breach breach,
    GroupName group,
    Optional<JobName> job,
    Optional<TriggerName> trigger,
    Optional<Instant> slot,
    long count,
    List<RunId> runs,
    String sentence) {

  public Finding {
    runs = List.copyOf(runs);
  }

  /** What is broken. */
  public Condition condition() {
    return breach.condition();
  }

  @Override
  public String toString() {
    String where = group + job.map(name -> "/" + name).orElse("");
    return breach.condition() + " " + breach + " " + where + ": " + sentence;
  }
}
