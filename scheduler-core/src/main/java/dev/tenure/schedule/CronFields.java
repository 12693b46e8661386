package dev.tenure.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed cron expression: a set of local date-times. A bit for each value in the masks.
 *
 * @param seconds bits 0 to 59
 * @param minutes bits 0 to 59
 * @param hours bits 0 to 23
 * @param months bits 1 to 12
 * @param days the days within a month
 * @param years empty for every year
 * @param fixedTimes whether it means certain times of the day, so that a change of the clocks must
 *     neither lose nor double one; else it means a rhythm (its minutes or hours begin with a star)
 */
record CronFields(
    long seconds,
    long minutes,
    long hours,
    long months,
    DayRule days,
    Set<Integer> years,
    boolean fixedTimes) {

  /** The calendar repeats itself after so many years: what has not come by then never comes. */
  private static final int CYCLE_YEARS = 400;

  private static final int LAST_YEAR = 9999;
  private static final long ALL_60 = (1L << 60) - 1;
  private static final long ALL_24 = (1L << 24) - 1;
  private static final LocalDateTime BEGINNING = LocalDateTime.of(1969, 12, 31, 23, 59, 59);

  /** Whether no date since 1970 is meant. */
  boolean isNever() {
    return next(BEGINNING).isEmpty();
  }

  /** The first one that is strictly later; absent if none ever is. */
  Optional<LocalDateTime> next(LocalDateTime after) {
    LocalDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    LocalDate today = from.toLocalDate();
    int time = timeFrom(from.getHour(), from.getMinute(), from.getSecond());
    Optional<LocalDate> date = dateFrom(time >= 0 ? today : today.plusDays(1));
    if (time >= 0 && date.filter(today::equals).isPresent()) {
      return Optional.of(today.atStartOfDay().plusSeconds(time));
    }
    return date.map(d -> d.atStartOfDay().plusSeconds(timeFrom(0, 0, 0)));
  }

  /** Whether the second is one of these. */
  boolean holds(LocalDateTime second) {
    return (seconds >> second.getSecond() & 1) == 1
        && (minutes >> second.getMinute() & 1) == 1
        && (hours >> second.getHour() & 1) == 1
        && holds(second.toLocalDate());
  }

  /** The first second after one that is held which is not, up to a limit. */
  Optional<LocalDateTime> nextOutside(LocalDateTime held, LocalDateTime limit) {
    LocalDateTime next;
    if (seconds != ALL_60) {
      next = outside(held, ChronoUnit.SECONDS);
    } else if (minutes != ALL_60) {
      next = outside(held, ChronoUnit.MINUTES);
    } else if (hours != ALL_24) {
      next = outside(held, ChronoUnit.HOURS);
    } else {
      next = held.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      while (!next.isAfter(limit) && holds(next.toLocalDate())) {
        next = next.plusDays(1);
      }
    }
    return Optional.of(next).filter(found -> !found.isAfter(limit));
  }

  /** Finer fields hold every value, and this one does not, so the search is short. */
  private LocalDateTime outside(LocalDateTime held, ChronoUnit unit) {
    LocalDateTime next = held.truncatedTo(unit).plus(1, unit);
    while (holds(next)) {
      next = next.plus(1, unit);
    }
    return next;
  }

  private boolean holds(LocalDate date) {
    return (months >> date.getMonthValue() & 1) == 1
        && (years.isEmpty() || years.contains(date.getYear()))
        && (days.days(YearMonth.from(date)) >> date.getDayOfMonth() & 1) == 1;
  }

  private Optional<LocalDate> dateFrom(LocalDate from) {
    int lastYear = Math.min(LAST_YEAR, from.getYear() + CYCLE_YEARS);
    YearMonth month = YearMonth.from(from);
    int firstDay = from.getDayOfMonth();
    while (month.getYear() <= lastYear) {
      if (!years.isEmpty() && !years.contains(month.getYear())) {
        month = YearMonth.of(month.getYear() + 1, 1);
      } else {
        if ((months >> month.getMonthValue() & 1) == 1) {
          int day = bitFrom(days.days(month), firstDay);
          if (day >= 0) {
            return Optional.of(month.atDay(day));
          }
        }
        month = month.plusMonths(1);
      }
      firstDay = 1;
    }
    return Optional.empty();
  }

  /** The first time of day, in seconds, that is not before the given one; -1 if none is. */
  private int timeFrom(int hour, int minute, int second) {
    int h = bitFrom(hours, hour);
    if (h == hour) {
      int m = bitFrom(minutes, minute);
      int s = m == minute ? bitFrom(seconds, second) : -1;
      if (s >= 0) {
        return (h * 60 + m) * 60 + s;
      }
      m = m == minute ? bitFrom(minutes, minute + 1) : m;
      if (m >= 0) {
        return (h * 60 + m) * 60 + bitFrom(seconds, 0);
      }
      h = bitFrom(hours, hour + 1);
    }
    return h < 0 ? -1 : (h * 60 + bitFrom(minutes, 0)) * 60 + bitFrom(seconds, 0);
  }

  /** The lowest bit that is set at or above {@code from}; -1 if none is. */
  private static int bitFrom(long mask, int from) {
    long above = from > 63 ? 0 : mask >>> from << from;
    return above == 0 ? -1 : Long.numberOfTrailingZeros(above);
  }
}
