package dev.tenure.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;

/** What a calendar leaves out, by the clock on the wall. */
sealed interface LocalRule {

  boolean isIncluded(LocalDateTime local);

  /** The first included local time that is later than an excluded one and not after the limit. */
  Optional<LocalDateTime> nextIncluded(LocalDateTime excluded, LocalDateTime limit);

  /** Leaves out whole days. */
  record Days(Predicate<LocalDate> excluded) implements LocalRule {
    @Override
    public boolean isIncluded(LocalDateTime local) {
      return !excluded.test(local.toLocalDate());
    }

    @Override
    public Optional<LocalDateTime> nextIncluded(LocalDateTime from, LocalDateTime limit) {
      LocalDate last = limit.toLocalDate();
      for (LocalDate day = from.toLocalDate().plusDays(1);
          !day.isAfter(last);
          day = day.plusDays(1)) {
        if (!excluded.test(day)) {
          return Optional.of(day.atStartOfDay());
        }
      }
      return Optional.empty();
    }
  }

  /** Leaves out a part of each day, both ends included; inverted, all but that part. */
  record PartOfDay(LocalTime from, LocalTime to, boolean inverted) implements LocalRule {
    @Override
    public boolean isIncluded(LocalDateTime local) {
      LocalTime time = local.toLocalTime();
      boolean inside = !time.isBefore(from) && !time.truncatedTo(ChronoUnit.MILLIS).isAfter(to);
      return inside == inverted;
    }

    @Override
    public Optional<LocalDateTime> nextIncluded(LocalDateTime excluded, LocalDateTime limit) {
      LocalDate day = excluded.toLocalDate();
      LocalDateTime next;
      if (inverted) {
        boolean later = excluded.toLocalTime().isAfter(to);
        next = (later ? day.plusDays(1) : day).atTime(from);
      } else {
        next = day.atTime(to).truncatedTo(ChronoUnit.MILLIS).plus(1, ChronoUnit.MILLIS);
        if (!isIncluded(next)) {
          return Optional.empty();
        }
      }
      return Optional.of(next).filter(found -> !found.isAfter(limit));
    }
  }

  /** Leaves out each second that an expression means. */
  record CronSeconds(CronFields fields) implements LocalRule {
    @Override
    public boolean isIncluded(LocalDateTime local) {
      return !fields.holds(local);
    }

    @Override
    public Optional<LocalDateTime> nextIncluded(LocalDateTime excluded, LocalDateTime limit) {
      return fields.nextOutside(excluded, limit);
    }
  }
}
