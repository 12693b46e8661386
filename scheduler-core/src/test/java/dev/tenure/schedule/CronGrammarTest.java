package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronGrammarTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  /** 2026-01-01 is a Thursday. */
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *            | 2026-01-01T00:01:00Z 2026-01-01T00:02:00Z",
        "30 2 * * *           | 2026-01-01T02:30:00Z 2026-01-02T02:30:00Z",
        "*/20 * * * *         | 2026-01-01T00:20:00Z 2026-01-01T00:40:00Z 2026-01-01T01:00:00Z",
        "5-9/2 1 * * *        | 2026-01-01T01:05:00Z 2026-01-01T01:07:00Z 2026-01-01T01:09:00Z",
        "0 0 * * 0            | 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z",
        "0 0 * * 7            | 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z",
        "0 0 * * sat-sun      | 2026-01-03T00:00:00Z 2026-01-04T00:00:00Z 2026-01-10T00:00:00Z",
        "0 0 * * 5-7          | 2026-01-02T00:00:00Z 2026-01-03T00:00:00Z 2026-01-04T00:00:00Z",
        "0 0 13 * fri         | 2026-01-02T00:00:00Z 2026-01-09T00:00:00Z 2026-01-13T00:00:00Z",
        "0 0 */2 * mon        | 2026-01-05T00:00:00Z 2026-01-19T00:00:00Z 2026-02-09T00:00:00Z",
        "0 0 1,15 feb-mar *   | 2026-02-01T00:00:00Z 2026-02-15T00:00:00Z 2026-03-01T00:00:00Z",
        "0 0 29 2 *           | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
        "@yearly              | 2027-01-01T00:00:00Z",
        "@Annually            | 2027-01-01T00:00:00Z",
        "@monthly             | 2026-02-01T00:00:00Z",
        "@weekly              | 2026-01-04T00:00:00Z",
        "@daily               | 2026-01-02T00:00:00Z",
        "@midnight            | 2026-01-02T00:00:00Z",
        "@hourly              | 2026-01-01T01:00:00Z 2026-01-01T02:00:00Z",
        "*/15 * * * * ?       | 2026-01-01T00:00:15Z 2026-01-01T00:00:30Z",
        "0 0 12 ? * 6#3       | 2026-01-16T12:00:00Z 2026-02-20T12:00:00Z",
        "0 0 12 ? * FRI#5     | 2026-01-30T12:00:00Z 2026-05-29T12:00:00Z",
        "0 0 12 ? * 6L        | 2026-01-30T12:00:00Z 2026-02-27T12:00:00Z",
        "0 0 12 ? * L         | 2026-01-03T12:00:00Z 2026-01-10T12:00:00Z",
        "0 0 12 L * ?         | 2026-01-31T12:00:00Z 2026-02-28T12:00:00Z",
        "0 0 12 L-3 * ?       | 2026-01-28T12:00:00Z 2026-02-25T12:00:00Z",
        "0 0 12 LW * ?        | 2026-01-30T12:00:00Z 2026-02-27T12:00:00Z 2026-03-31T12:00:00Z",
        "0 0 12 1W * ?        | 2026-01-01T12:00:00Z 2026-02-02T12:00:00Z 2026-03-02T12:00:00Z",
        "0 0 12 15W 2 ?       | 2026-02-16T12:00:00Z 2027-02-15T12:00:00Z",
        "0 0 22-2 ? * FRI-MON | 2026-01-02T00:00:00Z 2026-01-02T01:00:00Z 2026-01-02T02:00:00Z",
        "0 0 8 1 1 ? 2028     | 2028-01-01T08:00:00Z",
        "0 0 8 1 1 ? 2027/2   | 2027-01-01T08:00:00Z 2029-01-01T08:00:00Z",
      })
  void expressionsMeanTheirSlots(String text, String slots) {
    List<Instant> expected = List.of(slots.split(" ")).stream().map(Instant::parse).toList();

    assertThat(first(Grids.cron(text, UTC), expected.size())).isEqualTo(expected);
  }

  @Test
  void aYearInThePastIsOverAndNotWrong() {
    assertThat(Grids.cron("0 0 8 1 1 ? 2020", UTC).next(NEW_YEAR)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 0 3 ? * MON12345 |11| \"MON12345\" is not a day-of-week; allowed: 1 to 7, or SUN to SAT",
        "0 0 3 * * MON      |11| \"MON\" stands beside day-of-month \"*\"; allowed: ? in exactly one"
            + " of day-of-month and day-of-week",
        "0 0 3 ? * ?        |11| \"?\" stands beside day-of-month \"?\"; allowed: ? in exactly one"
            + " of day-of-month and day-of-week",
        "0 0 3 31 2 ?       | 1| never fires: no such day ever comes; allowed: days that their"
            + " months have",
        "0 0 31 4,6 *       | 1| never fires: no such day ever comes; allowed: days that their"
            + " months have",
        "61 * * * *         | 1| \"61\" is out of range for minute; allowed: 0 to 59",
        "* 1,24 * * *       | 5| \"24\" is out of range for hour; allowed: 0 to 23",
        "* * * foo *        | 7| \"foo\" is not a month; allowed: 1 to 12, or JAN to DEC",
        "*/0 * * * *        | 3| \"0\" is not a step for minute; allowed: 1 to 59",
        "*/60 * * * *       | 3| \"60\" is not a step for minute; allowed: 1 to 59",
        "5/10 * * * *       | 1| \"5/10\" has a step without a range; allowed: 5-59/10",
        "* 22-2 * * *       | 3| \"22-2\" ends before it begins; allowed: a range that goes up",
        "1,,2 * * * *       | 3| \"\" is not a minute; allowed: 0 to 59",
        "* * ? * *          | 5| \"?\" is not a day-of-month; allowed: 1 to 31",
        "0 0 12 32W * ?     | 8| \"32W\" is not a day of the month; allowed: 1W to 31W",
        "0 0 12 ? * 6#6     |14| \"6\" is not a number of weeks; allowed: 1 to 5",
        "0 0 8 1 1 ? 2400   |13| \"2400\" is out of range for year; allowed: 1970 to 2299",
        "0 0 8 1 1 ? 2030-2027|13| \"2030-2027\" ends before it begins; allowed: a range that goes"
            + " up",
        "@reboot            | 1| \"@reboot\" is not a known name; allowed: @annually, @daily,"
            + " @hourly, @midnight, @monthly, @weekly, @yearly",
        "* * * *            | 1| has 4 fields; allowed: five fields (minute hour day-of-month month"
            + " day-of-week), six or seven (second first, year last), or one of @annually, @daily,"
            + " @hourly, @midnight, @monthly, @weekly, @yearly",
      })
  void wrongExpressionsAreRefusedWithThePosition(String text, int position, String message) {
    assertThatThrownBy(() -> Grids.cron(text, UTC))
        .isInstanceOf(ScheduleException.class)
        .hasMessage("\"" + text + "\", position " + position + ": " + message);
  }

  private static List<Instant> first(Grid grid, int count) {
    List<Instant> slots = new ArrayList<>();
    Optional<Instant> slot = grid.next(NEW_YEAR);
    while (slot.isPresent() && slots.size() < count) {
      slots.add(slot.get());
      slot = grid.next(slot.get());
    }
    return slots;
  }
}
