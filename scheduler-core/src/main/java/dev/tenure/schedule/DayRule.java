package dev.tenure.schedule;

import java.time.DayOfWeek;
import java.time.YearMonth;
import java.util.List;
import java.util.function.IntPredicate;

/** Which days of a month a cron expression means. */
sealed interface DayRule {

  /** The days of this month: bit 1 for the first, and so on. */
  int days(YearMonth month);

  /** The days whose bits are set, in months that have them. */
  record DaysOfMonth(int mask) implements DayRule {
    @Override
    public int days(YearMonth month) {
      return DayRule.where(month, day -> (mask >> day & 1) == 1);
    }
  }

  /** Every day with this day of the week; bit 0 for Sunday. */
  record DaysOfWeek(int mask) implements DayRule {
    @Override
    public int days(YearMonth month) {
      return DayRule.where(month, day -> (mask >> DayRule.weekday(month, day) & 1) == 1);
    }
  }

  /** So many days before the last one; moved to the nearest working day if asked. */
  record DayFromEnd(int before, boolean workingDay) implements DayRule {
    @Override
    public int days(YearMonth month) {
      int day = month.lengthOfMonth() - before;
      if (day < 1) {
        return 0;
      }
      return workingDay ? new NearestWorkingDay(day).days(month) : 1 << day;
    }
  }

  /** The day from Monday to Friday that is nearest to a day, within the month. */
  record NearestWorkingDay(int day) implements DayRule {
    @Override
    public int days(YearMonth month) {
      if (day > month.lengthOfMonth()) {
        return 0;
      }
      DayOfWeek weekday = month.atDay(day).getDayOfWeek();
      if (weekday == DayOfWeek.SATURDAY) {
        return 1 << (day == 1 ? 3 : day - 1);
      }
      if (weekday == DayOfWeek.SUNDAY) {
        return 1 << (day == month.lengthOfMonth() ? day - 2 : day + 1);
      }
      return 1 << day;
    }
  }

  /** The first to fifth of a day of the week, 0 for Sunday. */
  record NthWeekday(int weekday, int nth) implements DayRule {
    @Override
    public int days(YearMonth month) {
      return DayRule.where(
          month, day -> DayRule.weekday(month, day) == weekday && (day - 1) / 7 + 1 == nth);
    }
  }

  /** The last of a day of the week, 0 for Sunday. */
  record LastWeekday(int weekday) implements DayRule {
    @Override
    public int days(YearMonth month) {
      return DayRule.where(
          month, day -> DayRule.weekday(month, day) == weekday && day + 7 > month.lengthOfMonth());
    }
  }

  /** The days of any of the rules. */
  record AnyOf(List<DayRule> rules) implements DayRule {
    @Override
    public int days(YearMonth month) {
      return rules.stream().mapToInt(rule -> rule.days(month)).reduce(0, (a, b) -> a | b);
    }
  }

  /** The days of all of the rules. */
  record AllOf(List<DayRule> rules) implements DayRule {
    @Override
    public int days(YearMonth month) {
      return rules.stream().mapToInt(rule -> rule.days(month)).reduce(-1, (a, b) -> a & b);
    }
  }

  private static int where(YearMonth month, IntPredicate matches) {
    int days = 0;
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      if (matches.test(day)) {
        days |= 1 << day;
      }
    }
    return days;
  }

  private static int weekday(YearMonth month, int day) {
    return month.atDay(day).getDayOfWeek().getValue() % 7;
  }
}
