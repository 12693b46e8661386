package dev.tenure.node;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.time.DayOfWeek;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A calendar in the words of a job file. */
public final class CalendarWords {

  /** What stands before the month of a day of each year, and not in a job file. */
  private static final String NO_YEAR = "--";

  private CalendarWords() {}

  /** All of it, as a tree for JSON; its days are sorted. */
  public static Map<String, Object> of(CalendarSpec calendar) {
    Map<String, Object> words = new LinkedHashMap<>();
    excluded(words, calendar.excluded());
    words.put("time-zone", calendar.zone().getId());
    calendar.base().ifPresent(base -> words.put("base", base));
    if (!calendar.description().isEmpty()) {
      words.put("description", calendar.description());
    }
    return words;
  }

  private static void excluded(Map<String, Object> words, Excluded excluded) {
    if (excluded instanceof Excluded.Annual annual) {
      words.put("type", "annual");
      List<String> days = sorted(annual.days());
      words.put("dates", days.stream().map(day -> day.substring(NO_YEAR.length())).toList());
    } else if (excluded instanceof Excluded.Holiday holiday) {
      words.put("type", "holiday");
      words.put("dates", sorted(holiday.dates()));
    } else if (excluded instanceof Excluded.Weekly weekly) {
      words.put("type", "weekly");
      words.put("days", weekly.days().stream().sorted().map(DayOfWeek::name).toList());
    } else if (excluded instanceof Excluded.Monthly monthly) {
      words.put("type", "monthly");
      words.put("days", monthly.days().stream().sorted().toList());
    } else if (excluded instanceof Excluded.Daily daily) {
      words.put("type", "daily");
      words.put("from", daily.from().toString());
      words.put("to", daily.to().toString());
      words.put("inverted", daily.inverted());
    } else if (excluded instanceof Excluded.Cron cron) {
      words.put("type", "cron");
      words.put("cron", cron.text());
    }
  }

  private static List<String> sorted(Collection<?> days) {
    return days.stream().map(Object::toString).sorted().toList();
  }
}
