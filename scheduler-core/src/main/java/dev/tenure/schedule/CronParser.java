package dev.tenure.schedule;

import dev.tenure.schedule.DayRule.AllOf;
import dev.tenure.schedule.DayRule.AnyOf;
import dev.tenure.schedule.DayRule.DayFromEnd;
import dev.tenure.schedule.DayRule.DaysOfMonth;
import dev.tenure.schedule.DayRule.DaysOfWeek;
import dev.tenure.schedule.DayRule.LastWeekday;
import dev.tenure.schedule.DayRule.NearestWorkingDay;
import dev.tenure.schedule.DayRule.NthWeekday;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the three forms of cron. The form of Quartz follows its documentation, without what its
 * parser lets through beyond that; the Unix form follows Vixie cron.
 */
final class CronParser {

  private static final Map<String, String> NAMED =
      new TreeMap<>(
          Map.of(
              "@yearly", "0 0 1 1 *",
              "@annually", "0 0 1 1 *",
              "@monthly", "0 0 1 * *",
              "@weekly", "0 0 * * 0",
              "@daily", "0 0 * * *",
              "@midnight", "0 0 * * *",
              "@hourly", "0 * * * *"));
  private static final String FORMS =
      "five fields (minute hour day-of-month month day-of-week), six or seven (second first, year"
          + " last), or one of "
          + String.join(", ", NAMED.keySet());
  private static final Pattern FROM_END = Pattern.compile("L(?:-(\\d{1,2}))?(W)?");
  private static final Pattern WORKING_DAY = Pattern.compile("(\\d{1,2})W");

  private final String text;
  private final List<Token> fields;

  private CronParser(String text, List<Token> fields) {
    this.text = text;
    this.fields = fields;
  }

  static CronFields parse(String text) {
    return parse(text, Token.words(text));
  }

  /** The same with other words than the text has, at its positions. */
  static CronFields parse(String text, List<Token> fields) {
    if (fields.size() == 1 && fields.get(0).text().startsWith("@")) {
      String meaning = NAMED.get(fields.get(0).text().toLowerCase(Locale.ROOT));
      if (meaning == null) {
        throw fields.get(0).wrong(text, "is not a known name", String.join(", ", NAMED.keySet()));
      }
      return parse(meaning);
    }
    fields.stream()
        .filter(HashedCron::isHashed)
        .findFirst()
        .ifPresent(
            word -> {
              throw word.wrong(text, "needs a job, by whose name it stands for a value", "numbers");
            });
    CronParser parser = new CronParser(text, fields);
    return switch (fields.size()) {
      case 5 -> parser.unix();
      case 6, 7 -> parser.quartz();
      default -> throw new ScheduleException(text, 1, "has " + fields.size() + " fields", FORMS);
    };
  }

  private CronFields unix() {
    Token minute = fields.get(0);
    Token hour = fields.get(1);
    Token day = fields.get(2);
    Token weekday = fields.get(4);
    DayRule days = new DaysOfMonth((int) CronField.DAY.unix().mask(text, day));
    DayRule weekdays = new DaysOfWeek(sundayFirst(CronField.UNIX_WEEKDAY.mask(text, weekday)));
    boolean both = day.text().startsWith("*") || weekday.text().startsWith("*");
    return new CronFields(
        1,
        CronField.MINUTE.unix().mask(text, minute),
        CronField.HOUR.unix().mask(text, hour),
        CronField.MONTH.unix().mask(text, fields.get(3)),
        both ? new AllOf(List.of(days, weekdays)) : new AnyOf(List.of(days, weekdays)),
        Set.of(),
        isFixed(minute, hour));
  }

  /** Bit 7 is Sunday too. */
  private static int sundayFirst(long mask) {
    return (int) ((mask | mask >> 7) & 0x7f);
  }

  private CronFields quartz() {
    Token minute = fields.get(1);
    Token hour = fields.get(2);
    Token day = fields.get(3);
    Token weekday = fields.get(5);
    if (day.text().equals("?") == weekday.text().equals("?")) {
      throw weekday.wrong(
          text,
          "stands beside day-of-month \"" + day.text() + "\"",
          "? in exactly one of day-of-month and day-of-week");
    }
    return new CronFields(
        CronField.SECOND.mask(text, fields.get(0)),
        CronField.MINUTE.mask(text, minute),
        CronField.HOUR.mask(text, hour),
        CronField.MONTH.mask(text, fields.get(4)),
        day.text().equals("?") ? quartzWeekday(weekday) : quartzDay(day),
        fields.size() == 7 ? years(fields.get(6)) : Set.of(),
        isFixed(minute, hour));
  }

  private static boolean isFixed(Token minute, Token hour) {
    return !minute.text().startsWith("*") && !hour.text().startsWith("*");
  }

  private Set<Integer> years(Token year) {
    return year.text().equals("*")
        ? Set.of()
        : CronField.YEAR.values(text, year).stream().boxed().collect(Collectors.toSet());
  }

  private DayRule quartzDay(Token day) {
    List<DayRule> rules = new ArrayList<>();
    for (Token item : day.split(',')) {
      Matcher fromEnd = FROM_END.matcher(item.upper());
      Matcher working = WORKING_DAY.matcher(item.upper());
      if (fromEnd.matches()) {
        int before = fromEnd.group(1) == null ? 0 : Integer.parseInt(fromEnd.group(1));
        if (before > 30) {
          throw item.wrong(text, "is not a day before the last", "L-1 to L-30");
        }
        rules.add(new DayFromEnd(before, fromEnd.group(2) != null));
      } else if (working.matches()) {
        int number = Integer.parseInt(working.group(1));
        if (number < 1 || number > 31) {
          throw item.wrong(text, "is not a day of the month", "1W to 31W");
        }
        rules.add(new NearestWorkingDay(number));
      } else {
        rules.add(new DaysOfMonth((int) CronField.DAY.mask(text, item)));
      }
    }
    return new AnyOf(rules);
  }

  private DayRule quartzWeekday(Token weekday) {
    String upper = weekday.upper();
    int hash = upper.indexOf('#');
    if (hash >= 0) {
      Token nth = weekday.part(hash + 1, upper.length());
      if (!nth.text().matches("[1-5]")) {
        throw nth.wrong(text, "is not a number of weeks", "1 to 5");
      }
      int day = CronField.QUARTZ_WEEKDAY.value(text, weekday.part(0, hash)) - 1;
      return new NthWeekday(day, Integer.parseInt(nth.text()));
    }
    if (upper.equals("L")) {
      return new DaysOfWeek(1 << 6);
    }
    if (upper.endsWith("L")) {
      Token day = weekday.part(0, upper.length() - 1);
      return new LastWeekday(CronField.QUARTZ_WEEKDAY.value(text, day) - 1);
    }
    return new DaysOfWeek((int) (CronField.QUARTZ_WEEKDAY.mask(text, weekday) >> 1));
  }
}
