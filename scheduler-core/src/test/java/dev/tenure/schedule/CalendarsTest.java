package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import dev.tenure.model.Dst;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CalendarsTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void everyKindLeavesOutWhatItSays() {
    check(
        new Excluded.Annual(Set.of(MonthDay.of(12, 25), MonthDay.of(2, 29))),
        "2025-12-25T00:00:00Z 2030-12-25T23:59:59.999Z 2028-02-29T12:00:00Z",
        "2025-12-24T23:59:59.999Z 2025-12-26T00:00:00Z 2026-02-28T12:00:00Z");
    check(
        new Excluded.Holiday(Set.of(LocalDate.of(2026, 4, 6))),
        "2026-04-06T00:00:00Z 2026-04-06T23:59:59Z",
        "2027-04-06T00:00:00Z 2026-04-07T00:00:00Z");
    check(
        new Excluded.Weekly(Set.of(DayOfWeek.SATURDAY)),
        "2026-01-03T00:00:00Z 2026-01-10T12:00:00Z",
        "2026-01-02T23:59:59.999Z 2026-01-04T00:00:00Z");
    check(
        new Excluded.Monthly(Set.of(1, 31)),
        "2026-01-01T00:00:00Z 2026-01-31T23:00:00Z",
        "2026-01-02T00:00:00Z 2026-02-28T00:00:00Z");
    check(
        new Excluded.Daily(LocalTime.of(8, 0), LocalTime.of(17, 30), false),
        "2026-01-01T08:00:00Z 2026-01-01T17:30:00Z",
        "2026-01-01T00:00:00Z 2026-01-01T07:59:59.999Z 2026-01-01T17:30:00.001Z"
            + " 2026-01-01T23:59:59.999Z");
    check(
        new Excluded.Daily(LocalTime.of(8, 0), LocalTime.of(17, 30), true),
        "2026-01-01T00:00:00Z 2026-01-01T07:59:59.999Z 2026-01-01T17:30:00.001Z",
        "2026-01-01T08:00:00Z 2026-01-01T17:30:00Z");
    check(
        new Excluded.Cron("* * 0-7,18-23 ? * MON-FRI"),
        "2026-01-01T07:59:59.999Z 2026-01-02T18:00:00Z",
        "2026-01-01T08:00:00Z 2026-01-03T18:00:00Z");
  }

  private static void check(Excluded excluded, String out, String in) {
    CalendarFilter filter = Calendars.of(spec(excluded, UTC, Optional.empty()));
    for (String instant : List.of(out.split(" "))) {
      assertThat(filter.isIncluded(Instant.parse(instant)))
          .as("%s: %s", excluded, instant)
          .isFalse();
    }
    for (String instant : List.of(in.split(" "))) {
      assertThat(filter.isIncluded(Instant.parse(instant)))
          .as("%s: %s", excluded, instant)
          .isTrue();
    }
  }

  /** Round every kind of change: what is answered is included, and nothing before it is. */
  @Test
  void theNextIncludedInstantIsTheFirstInEveryZone() {
    Random random = new Random(5);
    for (ZoneId zone : Zones.all()) {
      for (Instant change : Zones.changes(zone, random, 2)) {
        CalendarFilter filter =
            Calendars.of(spec(RandomExcluded.draw(random), zone, Optional.empty()));
        Instant after = change.plusMillis(random.nextInt(200_000_000) - 100_000_000);
        Optional<Instant> next = filter.nextIncluded(after);
        if (next.isPresent()) {
          assertThat(filter.isIncluded(next.get())).isTrue();
          assertThat(next.get()).isAfter(after);
        }
        long gap = next.map(n -> Duration.between(after, n).toMillis()).orElse(1_000_000_000L);
        for (int i = 0; i < 300 && gap > 1; i++) {
          Instant between = after.plusMillis(1 + (long) (random.nextDouble() * (gap - 1)));
          assertThat(filter.isIncluded(between))
              .as("%s in %s after %s: %s before %s", filter, zone, after, between, next)
              .isFalse();
        }
        if (gap > 1) {
          assertThat(filter.isIncluded(after.plusMillis(gap - 1))).isFalse();
        }
      }
    }
  }

  @Test
  void aBasesExclusionsCountToo() {
    Map<String, CalendarSpec> specs =
        Map.of(
            "closed",
            spec(
                new Excluded.Holiday(Set.of(LocalDate.of(2026, 1, 2))),
                UTC,
                Optional.of("weekend")),
            "weekend",
            spec(
                new Excluded.Weekly(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                UTC,
                Optional.of("night")),
            "night",
            spec(
                new Excluded.Daily(LocalTime.of(9, 0), LocalTime.of(17, 0), true),
                UTC,
                Optional.empty()));
    CalendarFilter filter = compile("closed", specs);

    assertThat(filter.nextIncluded(Instant.parse("2026-01-01T17:00:00Z")))
        .contains(Instant.parse("2026-01-05T09:00:00Z"));
    assertThat(filter.isIncluded(Instant.parse("2026-01-03T12:00:00Z"))).isFalse();
    assertThat(
            Walk.first(
                Grids.of(
                    new ScheduleSpec.Cron("0 */4 * * *", UTC, Dst.VIXIE),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(filter),
                    Duration.ZERO),
                NEW_YEAR,
                4))
        .containsExactly(
            Instant.parse("2026-01-01T12:00:00Z"),
            Instant.parse("2026-01-01T16:00:00Z"),
            Instant.parse("2026-01-05T12:00:00Z"),
            Instant.parse("2026-01-05T16:00:00Z"));
  }

  @Test
  void unknownNamesAndCirclesAreRefused() {
    CalendarSpec onB = spec(new Excluded.Monthly(Set.of(1)), UTC, Optional.of("b"));
    CalendarSpec onA = spec(new Excluded.Monthly(Set.of(1)), UTC, Optional.of("a"));

    assertThatThrownBy(() -> compile("a", Map.of("a", onB)))
        .isInstanceOf(ScheduleException.class)
        .hasMessage("\"b\" is no calendar; allowed: the name of one that is defined");
    assertThatThrownBy(() -> compile("a", Map.of("a", onB, "b", onA)))
        .isInstanceOf(ScheduleException.class)
        .hasMessageStartingWith("\"a\" is based on itself: a on b on a;");
    assertThatThrownBy(() -> Calendars.of(spec(new Excluded.Cron("0 0 *"), UTC, Optional.empty())))
        .isInstanceOf(ScheduleException.class);
  }

  /** Quartz's answer to these is an endless loop, or a search of a hundred years slot by slot. */
  @Test
  @Timeout(30)
  void aCalendarThatLeavesOutEverythingEndsTheSearch() {
    List<Excluded> nothingLeft =
        List.of(
            new Excluded.Weekly(Set.of(DayOfWeek.values())),
            new Excluded.Daily(LocalTime.MIN, LocalTime.MAX, false),
            new Excluded.Cron("* * * * * ?"),
            new Excluded.Monthly(new HashSet<>(IntStream.rangeClosed(1, 31).boxed().toList())));
    List<Grid> grids =
        List.of(
            Grids.cron("* * * * * ?", ZoneId.of("Europe/Berlin")),
            Grids.every(Duration.ofMillis(1)),
            Grids.of(
                new ScheduleSpec.CalendarInterval(NEW_YEAR, 1, IntervalUnit.DAY, UTC, true, true)),
            Grids.of(
                new ScheduleSpec.DailyTime(
                    NEW_YEAR,
                    Set.of(DayOfWeek.MONDAY),
                    LocalTime.of(8, 0),
                    LocalTime.of(9, 0),
                    1,
                    IntervalUnit.SECOND,
                    -1,
                    UTC)));
    for (Excluded excluded : nothingLeft) {
      CalendarFilter filter =
          Calendars.of(spec(excluded, ZoneId.of("Europe/Berlin"), Optional.empty()));
      assertThat(filter.nextIncluded(NEW_YEAR)).as("%s", excluded).isEmpty();
      for (Grid grid : grids) {
        assertThat(new CalendarGrid(grid, filter).next(NEW_YEAR)).isEmpty();
      }
    }
    // It leaves some instants, but none of the grid's.
    CalendarFilter noon =
        Calendars.of(spec(new Excluded.Cron("0 0 12 * * ?"), UTC, Optional.empty()));
    assertThat(new CalendarGrid(Grids.cron("0 0 12 * * ?", UTC), noon).next(NEW_YEAR)).isEmpty();
  }

  @Test
  void aSpreadIsCountedAfterTheCalendar() {
    CalendarFilter filter =
        Calendars.of(
            spec(
                new Excluded.Daily(LocalTime.of(1, 0), LocalTime.of(2, 0), false),
                UTC,
                Optional.empty()));
    Grid grid =
        Grids.of(
            new ScheduleSpec.Every(Duration.ofMinutes(30), Instant.EPOCH),
            Optional.of(NEW_YEAR.plusSeconds(1)),
            Optional.of(NEW_YEAR.plusSeconds(9_000)),
            Optional.of(filter),
            Duration.ofSeconds(7));

    assertThat(Walk.first(grid, NEW_YEAR, 9))
        .containsExactly(
            Instant.parse("2026-01-01T00:30:07Z"), Instant.parse("2026-01-01T02:30:07Z"));
    assertThat(grid.last(NEW_YEAR, Instant.parse("2026-01-01T02:30:06Z")))
        .contains(Instant.parse("2026-01-01T00:30:07Z"));
    assertThat(grid.count(NEW_YEAR, Instant.parse("2026-01-01T02:30:07Z"), 9))
        .isEqualTo(new SlotCount(2, true));
  }

  private static CalendarFilter compile(String name, Map<String, CalendarSpec> specs) {
    return Calendars.compile(name, wanted -> Optional.ofNullable(specs.get(wanted)));
  }

  private static CalendarSpec spec(Excluded excluded, ZoneId zone, Optional<String> base) {
    return new CalendarSpec(excluded, zone, base, "");
  }
}
