package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one calendar. */
final class CalendarReader {

  private enum Type {
    ANNUAL,
    HOLIDAY,
    WEEKLY,
    MONTHLY,
    DAILY,
    CRON
  }

  private static final Excluded UNREADABLE = new Excluded.Holiday(Set.of());

  private final ConfigReader calendar;
  private final ZoneId zone;

  /** The zone of a calendar that names none. */
  CalendarReader(ConfigReader calendar, ZoneId zone) {
    this.calendar = calendar;
    this.zone = zone;
  }

  /** What is wrong leaves a noted problem. */
  CalendarConfig read(String name) {
    Optional<Type> type = calendar.optional("type", Values.oneOf(Type.class));
    if (type.isEmpty() && !calendar.isSet("type")) {
      calendar.missing("type", "annual, holiday, weekly, monthly, daily or cron");
    }
    CalendarSpec spec =
        new CalendarSpec(
            type.map(this::excluded).orElse(UNREADABLE),
            calendar.optional("time-zone", Values.zone()).orElse(zone),
            calendar.optional("base", Values.text()),
            calendar.optional("description", Values.text()).orElse(""));
    if (type.isPresent()) {
      calendar.finish();
    }
    boolean cron = spec.excluded() instanceof Excluded.Cron;
    return new CalendarConfig(name, cron ? calendar.originOf("cron") : calendar.origin(), spec);
  }

  private Excluded excluded(Type type) {
    return switch (type) {
      case ANNUAL -> new Excluded.Annual(list("dates", "\"12-25\"", MonthDay::parse, "--"));
      case HOLIDAY -> new Excluded.Holiday(list("dates", "\"2026-12-25\"", LocalDate::parse, ""));
      case WEEKLY -> new Excluded.Weekly(needed("days", CalendarReader::weekday));
      case MONTHLY -> new Excluded.Monthly(needed("days", Values.integer(1, 31)));
      case DAILY -> daily();
      case CRON -> cron();
    };
  }

  private <T> Set<T> list(String key, String form, Function<String, T> constructor, String prefix) {
    return needed(key, value -> temporal(value, form, text -> constructor.apply(prefix + text)));
  }

  private <T> Set<T> needed(String key, ValueParser<T> parser) {
    Optional<List<Located<T>>> values = calendar.list(key, parser);
    if (!calendar.isSet(key)) {
      calendar.missing(key, "a list");
    }
    Set<T> set = new HashSet<>();
    values.orElse(List.of()).forEach(value -> set.add(value.value()));
    return set;
  }

  private Excluded daily() {
    Optional<LocalTime> from = time("from");
    Optional<LocalTime> to = time("to");
    boolean inverted = calendar.optional("inverted", Values.bool()).orElse(false);
    if (from.isEmpty() || to.isEmpty()) {
      return UNREADABLE;
    }
    if (to.get().isBefore(from.get())) {
      calendar.problem(
          "to",
          "is before from",
          "a time from " + from.get() + " on; inverted = true for the rest");
      return UNREADABLE;
    }
    return new Excluded.Daily(from.get(), to.get(), inverted);
  }

  private Optional<LocalTime> time(String key) {
    Optional<LocalTime> time =
        calendar.optional(key, value -> temporal(value, "\"17:30\"", LocalTime::parse));
    if (!calendar.isSet(key)) {
      calendar.missing(key, "a time of the day, such as \"17:30\"");
    }
    if (time.isPresent() && !time.get().equals(time.get().truncatedTo(ChronoUnit.MILLIS))) {
      calendar.problem(key, "is " + time.get(), "whole milliseconds");
    }
    return time;
  }

  private Excluded cron() {
    Optional<String> text = calendar.optional("cron", Values.text());
    if (!calendar.isSet("cron")) {
      calendar.missing("cron", "an expression for what is left out");
    }
    return text.<Excluded>map(Excluded.Cron::new).orElse(UNREADABLE);
  }

  private static <T> T temporal(ConfigValue value, String form, Function<String, T> constructor)
      throws BadValue {
    String text = Values.text().parse(value);
    try {
      return constructor.apply(text);
    } catch (DateTimeException e) {
      throw new BadValue("is \"" + text + "\"", "the form " + form);
    }
  }

  private static DayOfWeek weekday(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value).toUpperCase(Locale.ROOT);
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().equals(text) || day.name().substring(0, 3).equals(text))
        .findFirst()
        .orElseThrow(() -> new BadValue("is \"" + text + "\"", "MON to SUN, or whole names"));
  }
}
