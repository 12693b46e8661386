package dev.tenure.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * A calendar of Quartz: instants at which no trigger that names it has a slot. Data only; {@code
 * schedule.Calendars} makes it work.
 *
 * @param excluded what it leaves out
 * @param zone the zone of its days and times
 * @param base the name of a calendar whose exclusions count too
 * @param description for people; may be empty
 */
public record CalendarSpec(
    Excluded excluded, ZoneId zone, Optional<String> base, String description) {

  /** What a calendar leaves out. */
  public sealed interface Excluded {

    /** Days of each year. The 29th of February is left out in leap years. */
    record Annual(Set<MonthDay> days) implements Excluded {
      public Annual {
        days = Set.copyOf(days);
      }
    }

    /** Single dates. */
    record Holiday(Set<LocalDate> dates) implements Excluded {
      public Holiday {
        dates = Set.copyOf(dates);
      }
    }

    /** Days of each week. */
    record Weekly(Set<DayOfWeek> days) implements Excluded {
      public Weekly {
        days = Set.copyOf(days);
      }
    }

    /** Days of each month, 1 to 31. */
    record Monthly(Set<Integer> days) implements Excluded {
      /** Throws {@link IllegalArgumentException} for a number that is no day. */
      public Monthly {
        days = Set.copyOf(days);
        for (int day : days) {
          if (day < 1 || day > 31) {
            throw new IllegalArgumentException(day + " is not a day of a month, 1 to 31");
          }
        }
      }
    }

    /**
     * A part of each day, both ends included; or, inverted, all but that part.
     *
     * @param from the first excluded time, whole milliseconds
     * @param to the last one, not before {@code from}
     * @param inverted whether the part is what is <em>not</em> left out
     */
    record Daily(LocalTime from, LocalTime to, boolean inverted) implements Excluded {
      /** Throws {@link IllegalArgumentException} for a part that ends before it begins. */
      public Daily {
        if (to.isBefore(from)) {
          throw new IllegalArgumentException(to + " is before " + from);
        }
      }
    }

    /**
     * Each second that a cron expression means.
     *
     * @param text not checked here
     */
    record Cron(String text) implements Excluded {}
  }
}
