package dev.tenure.definition;

import dev.tenure.definition.DefinitionException.Kind;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes of calendars; {@link Changes} says what they do. */
final class CalendarChange {

  private final DefinitionView view;

  CalendarChange(DefinitionView view) {
    this.view = view;
  }

  Change store(String name, CalendarSpec calendar) {
    Thing thing = new Thing.Calendar(name);
    List<Change.Op> ops = new ArrayList<>();
    if (calendar.base().isPresent()) {
      Draft draft = new Draft(view);
      draft.keepCalendar(calendar.base().get());
      ops.addAll(draft.build().ops());
    }
    ops.add(new Change.PutCalendar(name, calendar, expected(thing)));
    return new Change(ops);
  }

  Change apply(String name, CalendarSpec calendar, Seen seen) {
    check(name, seen);
    boolean same = view.calendar(name).filter(kept -> kept.value().equals(calendar)).isPresent();
    return same ? Change.NONE : store(name, calendar);
  }

  Change removeApi(String name, Seen seen) {
    check(name, seen);
    return remove(name);
  }

  Change remove(String name) {
    Thing thing = new Thing.Calendar(name);
    if (view.modRevision(thing) == 0) {
      return Change.NONE;
    }
    Optional<String> wanted = Optional.of(name);
    for (TriggerName trigger : view.triggerNames()) {
      if (view.trigger(trigger).filter(t -> t.value().calendar().equals(wanted)).isPresent()) {
        throw inUse(thing, "trigger " + trigger);
      }
    }
    for (JobName job : view.jobNames()) {
      if (view.job(job)
          .flatMap(kept -> kept.value().resting())
          .filter(trigger -> trigger.calendar().equals(wanted))
          .isPresent()) {
        throw inUse(thing, "job " + job + ", which is not enabled");
      }
    }
    for (String other : view.calendarNames()) {
      if (view.calendar(other).filter(c -> c.value().base().equals(wanted)).isPresent()) {
        throw inUse(thing, "calendar " + other);
      }
    }
    return new Change(List.of(new Change.Delete(thing, expected(thing))));
  }

  /** Throws unless the API may change the calendar, and it is as it was seen. */
  private void check(String name, Seen seen) {
    Thing thing = new Thing.Calendar(name);
    if (view.applied().filter(kept -> kept.value().calendars().contains(name)).isPresent()) {
      throw new DefinitionException(
          Kind.OF_FILES, thing, thing + " comes from a job file; change it there");
    }
    AsSeen.check(view, thing, view.modRevision(thing), seen);
  }

  private static DefinitionException inUse(Thing thing, String by) {
    return new DefinitionException(
        Kind.IN_USE, thing, thing + " is in use by " + by + "; change or remove that first");
  }

  private Expectation expected(Thing thing) {
    long revision = view.modRevision(thing);
    return revision == 0 ? Expectation.ABSENT : new Expectation.Present(revision);
  }
}
