package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The two interval schedules of Quartz near changes of the clocks of every zone. */
class IntervalDstTest {

  private static final Duration NEAR = Duration.ofDays(4);

  @Test
  void calendarIntervalsAreThoseOfTheCalendar() {
    Random random = new Random(1);
    for (ZoneId zone : Zones.all()) {
      for (Instant change : Zones.changes(zone, random, 3)) {
        Instant start =
            change
                .minus(Duration.ofDays(random.nextInt(900)))
                .plus(Duration.ofMinutes(random.nextInt(400) - 200));
        IntervalUnit unit = random.nextInt(3) == 0 ? IntervalUnit.WEEK : IntervalUnit.DAY;
        boolean skip = random.nextBoolean();
        ScheduleSpec.CalendarInterval spec =
            new ScheduleSpec.CalendarInterval(
                start, 1 + random.nextInt(2), unit, zone, skip || random.nextBoolean(), skip);
        Instant from = change.minus(NEAR);
        Instant to = change.plus(NEAR);

        assertThat(Walk.between(Grids.of(spec), from, to))
            .as("%s round %s", spec, change)
            .isEqualTo(expected(spec, from, to));
      }
    }
  }

  private static List<Instant> expected(
      ScheduleSpec.CalendarInterval spec, Instant from, Instant to) {
    ZonedDateTime first = spec.start().atZone(spec.zone());
    TreeSet<Instant> slots = new TreeSet<>(Set.of(spec.start()));
    LocalDate date = first.toLocalDate();
    while (slots.last().isBefore(to)) {
      date = date.plus(spec.interval(), spec.unit().unit());
      ZonedDateTime slot = ZonedDateTime.of(date, first.toLocalTime(), spec.zone());
      boolean shifted = !slot.toLocalTime().equals(first.toLocalTime());
      boolean missing = !slot.toLocalDate().equals(date) || shifted;
      if (!missing || !spec.skipMissingHour()) {
        slots.add(slot.toInstant());
      }
    }
    return slots.stream().filter(s -> s.isAfter(from) && !s.isAfter(to)).toList();
  }

  @Test
  void dailyTimesAreThoseOfTheDaysParts() {
    Random random = new Random(2);
    for (ZoneId zone : Zones.all()) {
      for (Instant change : Zones.changes(zone, random, 3)) {
        ScheduleSpec.DailyTime spec = dailyTime(zone, change, random);
        Instant from = change.minus(NEAR);
        Instant to = change.plus(NEAR);
        List<Instant> expected = expected(spec, from, to);

        assertThat(Walk.between(Grids.of(spec), from, to))
            .as("%s round %s", spec, change)
            .isEqualTo(expected);
      }
    }
  }

  private static ScheduleSpec.DailyTime dailyTime(ZoneId zone, Instant change, Random random) {
    LocalTime from =
        random.nextBoolean() ? LocalTime.MIDNIGHT : LocalTime.ofSecondOfDay(random.nextInt(86_000));
    LocalTime to =
        LocalTime.ofSecondOfDay(
            from.toSecondOfDay() + random.nextInt(86_400 - from.toSecondOfDay()));
    Set<DayOfWeek> days = new HashSet<>(Set.of(DayOfWeek.of(1 + random.nextInt(7))));
    for (DayOfWeek day : DayOfWeek.values()) {
      if (random.nextInt(3) > 0) {
        days.add(day);
      }
    }
    return new ScheduleSpec.DailyTime(
        change.minus(Duration.ofHours(random.nextInt(200))),
        days,
        from,
        to,
        1 + random.nextInt(90),
        IntervalUnit.MINUTE,
        ScheduleSpec.DailyTime.ENDLESS,
        zone);
  }

  private static List<Instant> expected(ScheduleSpec.DailyTime spec, Instant from, Instant to) {
    TreeSet<Instant> slots = new TreeSet<>();
    LocalDate end = to.atZone(spec.zone()).toLocalDate().plusDays(2);
    for (LocalDate date = from.atZone(spec.zone()).toLocalDate().minusDays(2);
        date.isBefore(end);
        date = date.plusDays(1)) {
      boolean exists = date.atStartOfDay(spec.zone()).toLocalDate().equals(date);
      if (exists && spec.days().contains(date.getDayOfWeek())) {
        Instant slot = date.atTime(spec.from()).atZone(spec.zone()).toInstant();
        Instant last =
            date.atTime(spec.to()).atZone(spec.zone()).withLaterOffsetAtOverlap().toInstant();
        while (!slot.isAfter(last)) {
          slots.add(slot);
          slot = slot.plus(Duration.ofMinutes(spec.interval()));
        }
      }
    }
    return slots.stream()
        .filter(s -> s.isAfter(from) && !s.isAfter(to) && !s.isBefore(spec.start()))
        .toList();
  }

  @Test
  void aCountEndsADailyScheduleAfterSoManySlots() {
    Instant start = Instant.parse("2026-03-27T10:30:00Z");
    for (int count : List.of(0, 1, 5, 6, 7, 100)) {
      ScheduleSpec.DailyTime endless =
          new ScheduleSpec.DailyTime(
              start,
              Set.of(DayOfWeek.FRIDAY, DayOfWeek.SUNDAY),
              LocalTime.of(9, 0),
              LocalTime.of(12, 0),
              1,
              IntervalUnit.HOUR,
              -1,
              ZoneId.of("Europe/Berlin"));
      ScheduleSpec.DailyTime counted =
          new ScheduleSpec.DailyTime(
              start,
              endless.days(),
              endless.from(),
              endless.to(),
              1,
              IntervalUnit.HOUR,
              count,
              endless.zone());

      assertThat(Walk.first(Grids.of(counted), start.minusSeconds(1), 1000))
          .isEqualTo(Walk.first(Grids.of(endless), start.minusSeconds(1), count + 1))
          .hasSize(count + 1);
    }
  }

  @Test
  void monthsAndYearsStayCutOnceTheyAreCut() {
    ZoneId utc = ZoneId.of("UTC");
    Instant end = Instant.parse("2028-01-31T08:00:00Z");
    Instant leap = Instant.parse("2028-02-29T08:00:00Z");

    assertThat(
            Walk.first(
                Grids.of(
                    new ScheduleSpec.CalendarInterval(
                        end, 1, IntervalUnit.MONTH, utc, false, false)),
                end,
                3))
        .containsExactly(
            leap, Instant.parse("2028-03-29T08:00:00Z"), Instant.parse("2028-04-29T08:00:00Z"));
    assertThat(
            Walk.first(
                Grids.of(
                    new ScheduleSpec.CalendarInterval(
                        leap, 2, IntervalUnit.YEAR, utc, false, false)),
                leap,
                2))
        .containsExactly(
            Instant.parse("2030-02-28T08:00:00Z"), Instant.parse("2032-02-28T08:00:00Z"));
  }
}
