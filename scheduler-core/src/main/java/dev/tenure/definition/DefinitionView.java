package dev.tenure.definition;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All definitions of a group, in memory, as the watch tells them. To be read from any thread; never
 * blocks. Each answer is whole; two answers may lie a change apart. Who reads a job first and its
 * triggers then, and changes them expecting that job, cannot miss a trigger of it: every change of
 * a trigger of a job that is not durable also writes the job.
 */
public interface DefinitionView {

  /** The job. */
  Optional<Kept<JobSpec>> job(JobName name);

  /** The trigger, if its job is there. */
  Optional<Kept<TriggerSpec>> trigger(TriggerName name);

  /** The trigger, if its job is not there, or not yet: its name is free. */
  default Optional<Kept<TriggerSpec>> deadTrigger(TriggerName name) {
    return Optional.empty();
  }

  /** The triggers of the job, in no order. */
  List<TriggerName> triggersOf(JobName job);

  /** The calendar. */
  Optional<Kept<CalendarSpec>> calendar(String name);

  /** What is paused as a whole. */
  Pauses pauses();

  /** What is paused as a whole, as it is stored; empty when nothing ever was. */
  Optional<Kept<Pauses>> keptPauses();

  /** Which job files were applied last. */
  Optional<Kept<AppliedFiles>> applied();

  /** All jobs; changes with the view, not to be changed. */
  Set<JobName> jobNames();

  /** All triggers whose jobs are there; changes with the view, not to be changed. */
  Set<TriggerName> triggerNames();

  /** All calendars; changes with the view, not to be changed. */
  Set<String> calendarNames();

  /** What is asked of the leader and not done yet; changes with the view, not to be changed. */
  Collection<Kept<Request>> requests();

  /** One such request. */
  Optional<Kept<Request>> request(String id);

  /**
   * Keys whose values cannot be used, and why. They are left alone, and so is what depends on them.
   */
  Map<String, String> problems();

  /** Why the thing cannot be used although it is there. */
  Optional<String> problem(Thing thing);

  /** The revision that wrote the thing, usable or not; zero when it is not there. */
  long modRevision(Thing thing);

  /** The newest revision that wrote the job or one of its triggers; zero when it is not there. */
  default long revision(JobName job) {
    long newest = modRevision(new Thing.Job(job));
    if (newest != 0) {
      for (TriggerName trigger : triggersOf(job)) {
        newest = Math.max(newest, modRevision(new Thing.Trigger(trigger)));
      }
    }
    return newest;
  }
}
