package dev.tenure.definition;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calendars as JSON and back. */
final class CalendarJson {

  private CalendarJson() {}

  static Map<String, Object> write(CalendarSpec calendar) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Excluded excluded = calendar.excluded();
    if (excluded instanceof Excluded.Annual annual) {
      put(tree, "annual", annual.days());
    } else if (excluded instanceof Excluded.Holiday holiday) {
      put(tree, "holiday", holiday.dates());
    } else if (excluded instanceof Excluded.Weekly weekly) {
      tree.put("kind", "weekly");
      tree.put("days", weekly.days().stream().sorted().map(Fields::word).toList());
    } else if (excluded instanceof Excluded.Monthly monthly) {
      tree.put("kind", "monthly");
      tree.put("days", monthly.days().stream().sorted().toList());
    } else if (excluded instanceof Excluded.Daily daily) {
      tree.put("kind", "daily");
      tree.put("from", daily.from());
      tree.put("to", daily.to());
      tree.put("inverted", daily.inverted());
    } else if (excluded instanceof Excluded.Cron cron) {
      tree.put("kind", "cron");
      tree.put("cron", cron.text());
    }
    tree.put("zone", calendar.zone().getId());
    tree.put("base", calendar.base());
    tree.put("description", calendar.description());
    return tree;
  }

  static CalendarSpec read(Fields json) {
    return new CalendarSpec(
        excluded(json), json.zone(), json.text("base"), json.text("description").orElse(""));
  }

  private static Excluded excluded(Fields json) {
    String kind = json.required("kind");
    return switch (kind) {
      case "annual" -> new Excluded.Annual(days(json.texts("days"), MonthDay::parse));
      case "holiday" -> new Excluded.Holiday(days(json.texts("days"), LocalDate::parse));
      case "weekly" ->
          new Excluded.Weekly(days(json.texts("days"), day -> Fields.word(DayOfWeek.class, day)));
      case "monthly" ->
          new Excluded.Monthly(days(json.list("days", Integer.class), Function.identity()));
      case "daily" ->
          new Excluded.Daily(
              LocalTime.parse(json.required("from")),
              LocalTime.parse(json.required("to")),
              json.bool("inverted", false));
      case "cron" -> new Excluded.Cron(json.required("cron"));
      default -> throw new IllegalArgumentException("\"" + kind + "\" is no kind of calendar");
    };
  }

  private static void put(Map<String, Object> tree, String kind, Collection<?> days) {
    tree.put("kind", kind);
    tree.put("days", days.stream().map(Object::toString).sorted().toList());
  }

  private static <A, T> Set<T> days(List<A> days, Function<A, T> reading) {
    return days.stream().map(reading).collect(Collectors.toUnmodifiableSet());
  }
}
