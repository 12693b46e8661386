package dev.tenure.schedule;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.time.MonthDay;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes calendars work. */
public final class Calendars {

  private Calendars() {}

  /**
   * A calendar with those that it is based on. Throws {@link ScheduleException} for a name that
   * nobody has, for calendars that are based on each other in a circle, and for wrong cron text.
   *
   * @param name the calendar
   * @param specs every calendar by its name; absent for a name that nobody has
   */
  public static CalendarFilter compile(
      String name, Function<String, Optional<CalendarSpec>> specs) {
    Set<String> chain = new LinkedHashSet<>();
    CalendarFilter filter = null;
    Optional<String> next = Optional.of(name);
    while (next.isPresent()) {
      String current = next.get();
      if (!chain.add(current)) {
        throw new ScheduleException(
            name,
            "is based on itself: " + String.join(" on ", chain) + " on " + current,
            "calendars that end with one without a base");
      }
      CalendarSpec spec =
          specs
              .apply(current)
              .orElseThrow(
                  () ->
                      new ScheduleException(
                          current, "is no calendar", "the name of one that is defined"));
      CalendarFilter own = of(spec);
      filter = filter == null ? own : new JointFilter(filter, own);
      next = spec.base();
    }
    if (filter == null) {
      throw new IllegalStateException("a chain has at least its first calendar");
    }
    return filter;
  }

  /** A calendar by itself, without what it is based on. Throws {@link ScheduleException}. */
  public static CalendarFilter of(CalendarSpec spec) {
    return new ZonedFilter(rule(spec.excluded()), spec.zone());
  }

  private static LocalRule rule(Excluded excluded) {
    if (excluded instanceof Excluded.Annual annual) {
      return new LocalRule.Days(date -> annual.days().contains(MonthDay.from(date)));
    }
    if (excluded instanceof Excluded.Holiday holiday) {
      return new LocalRule.Days(holiday.dates()::contains);
    }
    if (excluded instanceof Excluded.Weekly weekly) {
      return new LocalRule.Days(date -> weekly.days().contains(date.getDayOfWeek()));
    }
    if (excluded instanceof Excluded.Monthly monthly) {
      return new LocalRule.Days(date -> monthly.days().contains(date.getDayOfMonth()));
    }
    if (excluded instanceof Excluded.Daily daily) {
      return new LocalRule.PartOfDay(daily.from(), daily.to(), daily.inverted());
    }
    return new LocalRule.CronSeconds(CronParser.parse(((Excluded.Cron) excluded).text()));
  }
}
