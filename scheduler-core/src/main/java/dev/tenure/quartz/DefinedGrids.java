package dev.tenure.quartz;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.CalendarSpec;
import dev.tenure.schedule.CalendarFilter;
import dev.tenure.schedule.Calendars;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.SharedGrids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slots of stored triggers, with the calendars as they are defined now. Triggers that name the
 * same calendar share what was made of it. Thread-safe; never blocks.
 */
final class DefinedGrids {

  /** A calendar with its bases, as it was when the filter was made of it. */
  private record Compiled(List<CalendarSpec> chain, CalendarFilter filter) {}

  private final DefinitionView view;
  private final SharedGrids shared;
  private final Map<String, Compiled> calendars = new ConcurrentHashMap<>();

  DefinedGrids(DefinitionView view, SharedGrids shared) {
    this.view = view;
    this.shared = shared;
  }

  /**
   * All slots of a trigger. Throws {@link dev.tenure.schedule.ScheduleException} for a schedule
   * that is wrong, and for a calendar that is not there.
   */
  Grid of(TriggerSpec trigger) {
    return shared.of(
        trigger.schedule(),
        trigger.start(),
        trigger.end(),
        trigger.calendar().map(this::filter),
        trigger.spread());
  }

  private CalendarFilter filter(String name) {
    List<CalendarSpec> chain = chain(name);
    Compiled known = calendars.get(name);
    if (known == null || !known.chain().equals(chain)) {
      known = new Compiled(chain, Calendars.compile(name, this::calendar));
      calendars.put(name, known);
    }
    return known.filter();
  }

  private List<CalendarSpec> chain(String name) {
    List<CalendarSpec> chain = new ArrayList<>();
    Optional<CalendarSpec> next = calendar(name);
    while (next.isPresent() && !chain.contains(next.get())) {
      chain.add(next.get());
      next = next.get().base().flatMap(this::calendar);
    }
    return chain;
  }

  private Optional<CalendarSpec> calendar(String name) {
    return view.calendar(name).map(Kept::value);
  }
}
