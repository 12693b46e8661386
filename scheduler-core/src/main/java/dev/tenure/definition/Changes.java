package dev.tenure.definition;

import dev.tenure.definition.DefinitionException.Kind;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Builds changes from what a view shows. Nothing is written here: {@link Definitions#change} does,
 * and refuses a change whose view was out of date. Each method throws {@link DefinitionException}
 * when what it is asked for makes no sense for what is defined. A change of nothing is empty.
 *
 * <p>As thread-safe as its {@link Ids}; never blocks.
 */
public final class Changes {

  private final DefinitionView view;
  private final Ids ids;

  /** Builds on the view. */
  public Changes(DefinitionView view, Ids ids) {
    this.view = view;
    this.ids = ids;
  }

  /** What it builds on. */
  public DefinitionView view() {
    return view;
  }

  /**
   * Writes a job; its triggers stay.
   *
   * @param replace whether there may be one of that name
   */
  public Change storeJob(JobSpec job, boolean replace) {
    Draft draft = new Draft(view);
    store(draft, job, replace);
    return draft.build();
  }

  /**
   * Writes a trigger of a job that is there. A trigger that is replaced starts anew; if it belonged
   * to another job, that job stays.
   *
   * @param replace whether there may be one of that name
   */
  public Change storeTrigger(TriggerSpec trigger, boolean replace) {
    Draft draft = new Draft(view);
    store(draft, trigger, replace);
    return draft.build();
  }

  /**
   * Writes jobs with triggers.
   *
   * @param replace whether there may be ones of these names
   */
  public Change storeJobsAndTriggers(
      Map<JobSpec, ? extends Collection<TriggerSpec>> jobs, boolean replace) {
    Draft draft = new Draft(view);
    jobs.forEach(
        (job, triggers) -> {
          store(draft, job, replace);
          triggers.forEach(trigger -> store(draft, trigger, replace));
        });
    return draft.build();
  }

  /** Removes jobs with their triggers. Those that are not there are none. */
  public Change removeJobs(Collection<JobName> names) {
    Draft draft = new Draft(view);
    names.stream()
        .filter(name -> view.modRevision(new Thing.Job(name)) != 0)
        .forEach(draft::dropJob);
    return draft.build();
  }

  /**
   * Removes triggers, and the jobs that are not durable and have no other. Those that are not there
   * are none.
   */
  public Change removeTriggers(Collection<TriggerName> names) {
    Draft draft = new Draft(view);
    names.stream()
        .filter(name -> view.modRevision(new Thing.Trigger(name)) != 0)
        .forEach(draft::dropTrigger);
    return draft.build();
  }

  /**
   * Removes one trigger and writes another one of the same job, which stays in any case. Throws for
   * one that is not there.
   */
  public Change replaceTrigger(TriggerName old, TriggerSpec replacement) {
    Kept<TriggerSpec> before = trigger(old);
    if (!before.value().job().equals(replacement.job())) {
      throw new DefinitionException(
          Kind.UNFIT,
          new Thing.Trigger(old),
          "trigger "
              + old
              + " is of job "
              + before.value().job()
              + ", and can only be replaced by one of that job, not of "
              + replacement.job());
    }
    Draft draft = new Draft(view);
    draft.job(replacement.job()).stay();
    if (old.equals(replacement.name())) {
      store(draft, replacement, true);
    } else {
      draft.dropTrigger(old);
      store(draft, replacement, false);
    }
    return draft.build();
  }

  /** Pauses those of the triggers that are there. */
  public Change pauseTriggers(Collection<TriggerName> names) {
    return modes(
        names, mode -> mode == TriggerMode.COMPLETE ? TriggerMode.COMPLETE : TriggerMode.PAUSED);
  }

  /** Lets those of the triggers go on that are paused. */
  public Change resumeTriggers(Collection<TriggerName> names) {
    return modes(names, mode -> mode == TriggerMode.PAUSED ? TriggerMode.NORMAL : mode);
  }

  /**
   * Sets the modes of those of the triggers that are there; they keep their edition, and so their
   * cursor.
   */
  public Change modes(Collection<TriggerName> names, UnaryOperator<TriggerMode> mode) {
    List<Change.Op> ops = new ArrayList<>();
    for (TriggerName name : names) {
      Optional<Kept<TriggerSpec>> kept = view.trigger(name);
      if (kept.isPresent()) {
        TriggerSpec before = kept.get().value();
        TriggerSpec after = before.withMode(mode.apply(before.mode()));
        if (after.mode() != before.mode()) {
          ops.add(new Change.PutTrigger(after, Expectation.as(kept.get())));
        }
      }
    }
    return new Change(ops);
  }

  /** Changes what is paused as a whole. */
  public Change pauses(UnaryOperator<Pauses> change) {
    Optional<Kept<Pauses>> kept = view.keptPauses();
    Pauses before = kept.map(Kept::value).orElse(Pauses.NONE);
    Pauses after = change.apply(before);
    return after.equals(before)
        ? Change.NONE
        : new Change(List.of(new Change.PutPauses(after, expected(new Thing.Paused()))));
  }

  /**
   * Writes a calendar. Throws for one that is based on a calendar that is not there.
   *
   * @param replace whether there may be one of that name
   */
  public Change storeCalendar(String name, CalendarSpec calendar, boolean replace) {
    refuseExisting(new Thing.Calendar(name), replace);
    return new CalendarChange(view).store(name, calendar);
  }

  /** Removes a calendar; empty if it is not there. Throws for one that is in use. */
  public Change removeCalendar(String name) {
    return new CalendarChange(view).remove(name);
  }

  /**
   * Brings a calendar of the API to what a call says. Empty when nothing differs. Throws for a
   * calendar of the job files, for one that is not as expected, and for one that is based on a
   * calendar that is not there.
   */
  public Change applyApiCalendar(String name, CalendarSpec calendar, Seen seen) {
    return new CalendarChange(view).apply(name, calendar, seen);
  }

  /**
   * Removes a calendar of the API; empty if it is not there. Throws as {@link #applyApiCalendar},
   * and for one that is in use.
   */
  public Change removeApiCalendar(String name, Seen seen) {
    return new CalendarChange(view).removeApi(name, seen);
  }

  /**
   * Brings a job of a file to what the file says: its data, exactly these triggers. Their modes and
   * their {@code since} stay as they are. Empty when nothing differs. Throws for a job or a trigger
   * of that name that came through the API.
   */
  public Change applyFile(JobSpec job, Collection<TriggerSpec> triggers) {
    return new FileChange(view, ids).apply(job, triggers);
  }

  /**
   * Brings a job of the API to what a call says: its data, exactly these triggers. Their modes and
   * their {@code since} stay as they are. Empty when nothing differs; else the job is written in
   * any case, so that {@link DefinitionView#revision} tells of it. Throws for a job of a job file,
   * and for one that is not as expected.
   */
  public Change applyApi(JobSpec job, Collection<TriggerSpec> triggers, Seen seen) {
    return new ApiChange(view, ids).apply(job, triggers, seen);
  }

  /**
   * Removes a job of the API with its triggers; empty if it is not there. Throws as {@link
   * #applyApi}.
   */
  public Change removeApi(JobName job, Seen seen) {
    new ApiChange(view, ids).check(job, seen);
    return removeJobs(List.of(job));
  }

  /** Removes everything, in several changes; what cannot be read is left alone. */
  public List<Change> clear() {
    List<Change.Op> ops = new ArrayList<>();
    view.jobNames().forEach(name -> delete(ops, new Thing.Job(name)));
    view.calendarNames().forEach(name -> delete(ops, new Thing.Calendar(name)));
    if (view.keptPauses().isPresent()) {
      delete(ops, new Thing.Paused());
    }
    List<Change> changes = new ArrayList<>();
    for (int from = 0; from < ops.size(); from += Change.MAX_OPS) {
      changes.add(new Change(ops.subList(from, Math.min(ops.size(), from + Change.MAX_OPS))));
    }
    return changes;
  }

  private void delete(List<Change.Op> ops, Thing thing) {
    if (view.problem(thing).isEmpty()) {
      ops.add(new Change.Delete(thing, expected(thing)));
    }
  }

  private void store(Draft draft, JobSpec job, boolean replace) {
    refuseExisting(new Thing.Job(job.name()), replace);
    JobDraft slot = draft.job(job.name());
    String incarnation = slot.seen().map(kept -> kept.value().incarnation()).orElseGet(ids::next);
    slot.write(job.withIdentity(incarnation, edition(job.source())));
  }

  private void store(Draft draft, TriggerSpec trigger, boolean replace) {
    refuseExisting(new Thing.Trigger(trigger.name()), replace);
    JobSpec job =
        draft
            .job(trigger.job())
            .now()
            .orElseThrow(
                () ->
                    new DefinitionException(
                        Kind.UNKNOWN,
                        new Thing.Job(trigger.job()),
                        "trigger "
                            + trigger.name()
                            + " is of job "
                            + trigger.job()
                            + ", which is not there; store the job first"));
    trigger.calendar().ifPresent(draft::keepCalendar);
    draft.putTrigger(trigger.withIdentity(job.incarnation(), edition(trigger.source())));
  }

  private String edition(Source source) {
    return source == Source.FILES ? TriggerSpec.FILES_EDITION : ids.next();
  }

  /** A trigger whose job is gone is in nobody's way; what cannot be read is. */
  private void refuseExisting(Thing thing, boolean replace) {
    if (replace) {
      return;
    }
    Optional<String> problem = view.problem(thing);
    if (problem.isPresent()) {
      throw new DefinitionException(
          Kind.EXISTS, thing, thing + " exists and cannot be read: " + problem.get());
    }
    boolean usable =
        thing instanceof Thing.Trigger trigger
            ? view.trigger(trigger.name()).isPresent()
            : view.modRevision(thing) != 0;
    if (usable) {
      throw new DefinitionException(Kind.EXISTS, thing, thing + " exists already");
    }
  }

  private Kept<TriggerSpec> trigger(TriggerName name) {
    return view.trigger(name)
        .orElseThrow(
            () ->
                new DefinitionException(
                    Kind.UNKNOWN, new Thing.Trigger(name), "there is no trigger " + name));
  }

  private Expectation expected(Thing thing) {
    long revision = view.modRevision(thing);
    return revision == 0 ? Expectation.ABSENT : new Expectation.Present(revision);
  }
}
