package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import dev.tenure.model.Dst;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is out of all proportion still gets an answer. */
class GridEdgesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant LAST_DATE = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final Instant FIRST_DATE = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static List<ScheduleSpec> specs(Instant start) {
    return List.of(
        new ScheduleSpec.Cron("0 30 2 * * ?", BERLIN, Dst.VIXIE),
        new ScheduleSpec.Cron("* * * * *", BERLIN, new Dst(Dst.Gap.SHIFT, Dst.Overlap.SECOND)),
        new ScheduleSpec.Every(Duration.ofMillis(1), start),
        new ScheduleSpec.Every(Duration.ofDays(3650), start),
        new ScheduleSpec.At(List.of(start)),
        new ScheduleSpec.Repeat(start, Duration.ofMillis(1), -1),
        new ScheduleSpec.Repeat(start, Duration.ofMillis(Long.MAX_VALUE), Integer.MAX_VALUE),
        new ScheduleSpec.CalendarInterval(start, 1, IntervalUnit.SECOND, BERLIN, true, true),
        new ScheduleSpec.CalendarInterval(start, 1, IntervalUnit.DAY, BERLIN, true, true),
        new ScheduleSpec.CalendarInterval(
            start, Integer.MAX_VALUE, IntervalUnit.YEAR, BERLIN, false, false),
        new ScheduleSpec.DailyTime(
            start,
            Set.of(DayOfWeek.MONDAY),
            LocalTime.MIN,
            LocalTime.MAX,
            1,
            IntervalUnit.SECOND,
            Integer.MAX_VALUE,
            BERLIN));
  }

  @Test
  @Timeout(60)
  void noInstantAndNoBoundBreaksAGrid() {
    CalendarFilter weekend =
        Calendars.of(
            new CalendarSpec(
                new Excluded.Weekly(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                BERLIN,
                Optional.empty(),
                ""));
    List<Instant> extremes =
        List.of(Instant.MIN, FIRST_DATE, Instant.EPOCH, NOW, LAST_DATE, Instant.MAX);
    for (Instant start : List.of(FIRST_DATE, Instant.EPOCH, NOW, LAST_DATE)) {
      for (ScheduleSpec spec : specs(start)) {
        for (Instant bound : extremes) {
          Grid grid =
              Grids.of(
                  spec,
                  Optional.of(bound),
                  Optional.of(LAST_DATE),
                  Optional.of(weekend),
                  Duration.ofSeconds(5));
          for (Instant after : extremes) {
            Optional<Instant> slot = grid.next(after);
            assertThat(slot.filter(s -> !s.isAfter(after)))
                .as("%s from %s after %s", spec, bound, after)
                .isEmpty();
          }
        }
      }
    }
  }

  @Test
  void nothingComesAfterTheLastYear() {
    for (ScheduleSpec spec : specs(NOW)) {
      assertThat(Grids.of(spec).next(Instant.parse("9999-12-31T23:59:59.999Z"))).isEmpty();
    }
  }

  @Test
  void impossibleSchedulesAreRefused() {
    List<ScheduleSpec> wrong =
        List.of(
            new ScheduleSpec.Every(Duration.ZERO, NOW),
            new ScheduleSpec.Repeat(NOW, Duration.ZERO, 1),
            new ScheduleSpec.Repeat(NOW, Duration.ofMillis(-1), 0),
            new ScheduleSpec.Repeat(NOW, Duration.ofNanos(1), 1),
            new ScheduleSpec.Repeat(NOW, Duration.ofMillis(1), -2),
            new ScheduleSpec.CalendarInterval(NOW, 0, IntervalUnit.DAY, BERLIN, true, true),
            daily(Set.of(), LocalTime.MIN, LocalTime.MAX, 1, IntervalUnit.HOUR, -1),
            daily(
                Set.of(DayOfWeek.MONDAY), LocalTime.NOON, LocalTime.MIN, 1, IntervalUnit.HOUR, -1),
            daily(Set.of(DayOfWeek.MONDAY), LocalTime.MIN, LocalTime.MAX, 0, IntervalUnit.HOUR, -1),
            daily(
                Set.of(DayOfWeek.MONDAY), LocalTime.MIN, LocalTime.MAX, 25, IntervalUnit.HOUR, -1),
            daily(Set.of(DayOfWeek.MONDAY), LocalTime.MIN, LocalTime.MAX, 1, IntervalUnit.DAY, -1),
            daily(
                Set.of(DayOfWeek.MONDAY), LocalTime.MIN, LocalTime.MAX, 1, IntervalUnit.HOUR, -2));
    for (ScheduleSpec spec : wrong) {
      assertThatThrownBy(() -> Grids.of(spec))
          .as("%s", spec)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void oneShotsFireOnce() {
    Grid once = Grids.of(new ScheduleSpec.Repeat(NOW, Duration.ZERO, 0));

    assertThat(Walk.first(once, NOW.minusMillis(1), 9)).containsExactly(NOW);
    assertThat(once.next(NOW)).isEmpty();
    assertThat(once.last(Instant.EPOCH, NOW.plusSeconds(9))).contains(NOW);
    assertThat(once.count(Instant.EPOCH, NOW.plusSeconds(9), 9)).isEqualTo(new SlotCount(1, true));
  }

  private static ScheduleSpec daily(
      Set<DayOfWeek> days,
      LocalTime from,
      LocalTime to,
      int interval,
      IntervalUnit unit,
      int count) {
    return new ScheduleSpec.DailyTime(NOW, days, from, to, interval, unit, count, BERLIN);
  }
}
