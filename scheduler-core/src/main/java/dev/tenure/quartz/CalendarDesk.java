package dev.tenure.quartz;

import dev.tenure.definition.Change;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Expectation;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Thing;
import dev.tenure.model.CalendarSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quartz.Calendar;
import org.quartz.JobPersistenceException;

/**
 * Stores and removes calendars for Quartz, on any node. Thread-safe; what changes something blocks
 * until the change is durable and to be seen here.
 */
final class CalendarDesk {

  private final Definitions definitions;
  private final StoreAnswers answers;

  CalendarDesk(Definitions definitions, StoreAnswers answers) {
    this.definitions = definitions;
    this.answers = answers;
  }

  void store(String name, Calendar calendar, boolean replace) throws JobPersistenceException {
    List<CalendarCodec.Named> specs;
    try {
      specs = CalendarCodec.specs(name, calendar);
    } catch (RuntimeException e) {
      throw answers.refused(e);
    }
    answers.await(definitions.decide(changes -> store(changes, specs, replace)));
  }

  /** All in one change: the bases, which nobody else names, and the calendar itself. */
  private static Change store(Changes changes, List<CalendarCodec.Named> specs, boolean replace) {
    CalendarCodec.Named main = specs.get(specs.size() - 1);
    CalendarSpec alone =
        new CalendarSpec(
            main.spec().excluded(),
            main.spec().zone(),
            Optional.empty(),
            main.spec().description());
    Expectation expected =
        changes.storeCalendar(main.name(), alone, replace).ops().get(0).expected();
    List<Change.Op> ops = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (CalendarCodec.Named base : specs.subList(0, specs.size() - 1)) {
      names.add(base.name());
      ops.add(
          new Change.PutCalendar(base.name(), base.spec(), expected(changes.view(), base.name())));
    }
    ops.add(new Change.PutCalendar(main.name(), main.spec(), expected));
    bases(changes.view(), main.name()).stream()
        .filter(base -> !names.contains(base))
        .forEach(base -> ops.add(delete(changes.view(), base)));
    return new Change(ops);
  }

  /** Whether there was such a calendar. */
  boolean remove(String name) throws JobPersistenceException {
    if (CalendarCodec.isBase(name) || definitions.view().calendar(name).isEmpty()) {
      return false;
    }
    answers.await(
        definitions.decide(
            changes -> {
              Change main = changes.removeCalendar(name);
              if (main.isEmpty()) {
                return main;
              }
              List<Change.Op> ops = new ArrayList<>();
              bases(changes.view(), name).forEach(base -> ops.add(delete(changes.view(), base)));
              return main.and(new Change(ops));
            }));
    return true;
  }

  Optional<Calendar> calendar(String name) throws JobPersistenceException {
    try {
      return CalendarCodec.isBase(name)
          ? Optional.empty()
          : StoredCalendars.calendar(
              name, wanted -> definitions.view().calendar(wanted).map(Kept::value));
    } catch (IllegalArgumentException e) {
      throw answers.refused(e);
    }
  }

  List<String> names() {
    return definitions.view().calendarNames().stream()
        .filter(name -> !CalendarCodec.isBase(name))
        .toList();
  }

  private static List<String> bases(DefinitionView view, String name) {
    List<String> bases = new ArrayList<>();
    String base = name + CalendarCodec.BASE;
    while (view.modRevision(new Thing.Calendar(base)) != 0) {
      bases.add(base);
      base = base + CalendarCodec.BASE;
    }
    return bases;
  }

  private static Change.Op delete(DefinitionView view, String name) {
    return new Change.Delete(new Thing.Calendar(name), expected(view, name));
  }

  private static Expectation expected(DefinitionView view, String name) {
    long revision = view.modRevision(new Thing.Calendar(name));
    return revision == 0 ? Expectation.ABSENT : new Expectation.Present(revision);
  }
}
