package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Quartz 2.5.2 gets wrong, or is complained of, with the answers of ours. */
class QuartzTrapsTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId CASABLANCA = ZoneId.of("Africa/Casablanca");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Quartz leaves the spring day out.
        "0 30 2 * * ?   | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z",
        // Quartz runs the later one.
        "0 30 1 * * ?   | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z",
        // Quartz waits 90 minutes.
        "0 0/30 * * * ? | 2026-11-01T04:30:00Z | 2026-11-01T05:00:00Z 2026-11-01T05:30:00Z"
            + " 2026-11-01T06:00:00Z 2026-11-01T06:30:00Z 2026-11-01T07:00:00Z",
        // Beyond 2038, where tables of old end.
        "0 30 2 * * ?   | 2060-03-13T12:00:00Z | 2060-03-14T07:00:00Z 2060-03-15T06:30:00Z",
      })
  void changesOfTheClocksNeitherLoseNorDoubleASlot(String text, String from, String slots) {
    List<Instant> expected = List.of(slots.split(" ")).stream().map(Instant::parse).toList();

    assertThat(Walk.first(Grids.cron(text, NEW_YORK), Instant.parse(from), expected.size()))
        .isEqualTo(expected);
  }

  /** Asked from within the repeated hour for a time of that one day, Quartz says "never". */
  @Test
  void aSingleDateIsFoundFromWithinARepeatedHour() {
    Grid grid = Grids.cron("0 30 3 15 2 ? 2026", CASABLANCA);

    for (Instant from = Instant.parse("2026-02-15T00:00:00Z");
        from.isBefore(Instant.parse("2026-02-15T03:30:00Z"));
        from = from.plusSeconds(300)) {
      assertThat(grid.next(from))
          .as("after %s", from)
          .contains(Instant.parse("2026-02-15T03:30:00Z"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 3 ? * MON12345",
        "0 0 3 ? * MONDAY",
        "0 0 3 ? JANUARY MON",
        "0 0 3 ? * MON-FRIDAY",
        "0 0 3 31 2 ?",
        "0 0 3 1 1 ? 2300",
        "0 0 3 ? * 0",
        "0 0 3 ? * 8",
        "0 0 3 * * *",
        "0 0 3 ? * ?",
        "0 0 3 ? * MON#1,TUE#2",
        "0 0 3 ? * MON#0",
        "0 0 3 ? * 6#",
        "0 0 3 ? * 6LW",
        "0 0 3 L-31 * ?",
        "0 0 3 W * ?",
        "0 0 3 15WX * ?",
        "0 0 3 15W-20W * ?",
        "0 0 3 L15 * ?",
        "0 0/60 3 * * ?",
        "0 0/ 3 * * ?",
        "0 /5 3 * * ?",
        "0 *5 3 * * ?",
        "0 **/5 3 * * ?",
        "0 1-2-3 3 * * ?",
        "0 -1 3 * * ?",
        "0 1- 3 * * ?",
        "0 1, 3 * * ?",
        "0 ? 3 * * ?",
        "0 L 3 * * ?",
        "0 +5 3 * * ?",
        "0 0x5 3 * * ?",
        "0 5.0 3 * * ?",
        "0 ٣ 3 * * ?",
        "0 60 3 * * ?",
        "0 0 24 * * ?",
        "0 0 3 32 * ?",
        "0 0 3 0 * ?",
        "0 0 3 1 13 ?",
        "0 0 3 1 1 ? 2026 7",
        "@every 5m",
        "@",
        "",
        " ",
        "* * * * 8",
        "* * * * L",
        "* * * * 5#2",
        "* * 15W * *",
        "* * L * *",
        "* * * * ?",
        "* * * * MON12345",
        "* * * * sun-",
        "0 0 31 2 *",
      })
  void laxCronTextIsRefused(String text) {
    assertThatThrownBy(() -> Grids.cron(text, NEW_YORK))
        .isInstanceOf(ScheduleException.class)
        .satisfies(e -> assertThat(((ScheduleException) e).position()).isPositive())
        .satisfies(e -> assertThat(((ScheduleException) e).allowed()).isNotEmpty());
  }

  /** In Quartz the days after the gap keep the shifted hour. */
  @Test
  void aCalendarIntervalComesBackToItsHourAfterAGap() {
    Instant start = Instant.parse("2026-03-06T07:30:00Z");
    for (boolean preserve : List.of(true, false)) {
      Grid grid =
          Grids.of(
              new ScheduleSpec.CalendarInterval(
                  start, 1, IntervalUnit.DAY, NEW_YORK, preserve, false));

      assertThat(Walk.first(grid, start, 3))
          .containsExactly(
              Instant.parse("2026-03-07T07:30:00Z"),
              Instant.parse("2026-03-08T07:30:00Z"),
              Instant.parse("2026-03-09T06:30:00Z"));
    }
    Grid skipping =
        Grids.of(
            new ScheduleSpec.CalendarInterval(start, 1, IntervalUnit.DAY, NEW_YORK, true, true));
    assertThat(Walk.first(skipping, start, 2))
        .containsExactly(
            Instant.parse("2026-03-07T07:30:00Z"), Instant.parse("2026-03-09T06:30:00Z"));
  }

  /** Where the port to .NET went round for ever. */
  @Test
  void aDailyTimeGoesOnThroughGapsAndRepeatedHours() {
    Grid grid =
        Grids.of(
            new ScheduleSpec.DailyTime(
                Instant.parse("2026-01-01T00:00:00Z"),
                Set.of(DayOfWeek.values()),
                LocalTime.of(1, 30),
                LocalTime.of(2, 30),
                30,
                IntervalUnit.MINUTE,
                -1,
                NEW_YORK));

    assertThat(
            Walk.between(
                grid, Instant.parse("2026-03-08T00:00:00Z"), Instant.parse("2026-03-09T00:00:00Z")))
        .containsExactly(
            Instant.parse("2026-03-08T06:30:00Z"),
            Instant.parse("2026-03-08T07:00:00Z"),
            Instant.parse("2026-03-08T07:30:00Z"));
    assertThat(
            Walk.between(
                grid, Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z")))
        .containsExactly(
            Instant.parse("2026-11-01T05:30:00Z"),
            Instant.parse("2026-11-01T06:00:00Z"),
            Instant.parse("2026-11-01T06:30:00Z"),
            Instant.parse("2026-11-01T07:00:00Z"),
            Instant.parse("2026-11-01T07:30:00Z"));
  }

  /** Quartz steps by whole seconds from "after", and so may pass over a slot. */
  @Test
  void aSlotWithinTheNextSecondIsNotPassedOver() {
    Grid grid =
        Grids.of(
            new ScheduleSpec.DailyTime(
                Instant.EPOCH,
                Set.of(DayOfWeek.values()),
                LocalTime.MIDNIGHT,
                LocalTime.of(23, 59, 59),
                1,
                IntervalUnit.SECOND,
                -1,
                NEW_YORK));

    assertThat(grid.next(Instant.parse("2026-01-01T12:00:00.500Z")))
        .isEqualTo(Optional.of(Instant.parse("2026-01-01T12:00:01Z")));
  }
}
