package dev.tenure.definition;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.Optional;

/**
 * Hears of every change of definitions and requests, own and others', after the view shows it. The
 * calls come one at a time on the loop of the definitions: they hand over, and neither block nor
 * throw. A job that is written again without a change is not told.
 */
public interface DefinitionListener {

  /** A job is new, or has changed. */
  default void onJob(Kept<JobSpec> now, Optional<Kept<JobSpec>> before) {}

  /** A job is gone; its triggers are told one by one before. */
  default void onJobGone(JobName name) {}

  /** A trigger is new, or has changed, or its job has come. */
  default void onTrigger(Kept<TriggerSpec> now, Optional<Kept<TriggerSpec>> before) {}

  /** A trigger is gone, or its job is. */
  default void onTriggerGone(TriggerName name, Kept<TriggerSpec> before) {}

  /** A calendar is new, or has changed. */
  default void onCalendar(String name, Kept<CalendarSpec> now) {}

  /** A calendar is gone. */
  default void onCalendarGone(String name) {}

  /** What is paused as a whole has changed. */
  default void onPauses(Pauses now) {}

  /** Somebody asks something of the leader. */
  default void onRequest(Kept<Request> request) {}

  /** A request is done, or was withdrawn. */
  default void onRequestGone(Kept<Request> request) {}

  /**
   * Everything was read again, after the watch had lost its place; each difference was told before.
   * Also at the end of the first reading.
   */
  default void onResync() {}
}
