package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random five-field expressions against a reading that tries every minute, day by day. */
class UnixCronTest {

  private static final int DAYS = 800;

  @Test
  void theNextSlotIsTheFirstMinuteThatFits() {
    RandomCron cron = new RandomCron(5);
    Random random = new Random(6);
    int found = 0;
    for (int i = 0; i < 600; i++) {
      String text = cron.unix();
      LocalDateTime from =
          LocalDateTime.of(2027, 11, 30, 7, 7).plusMinutes(random.nextInt(1_000_000));
      Optional<LocalDateTime> expected = bruteForce(text, from);
      if (expected.isPresent()) {
        found++;
        assertThat(Grids.cron(text, ZoneOffset.UTC).next(from.toInstant(ZoneOffset.UTC)))
            .as("%s after %s", text, from)
            .contains(expected.get().toInstant(ZoneOffset.UTC));
      }
    }
    assertThat(found).isGreaterThan(450);
  }

  private static Optional<LocalDateTime> bruteForce(String text, LocalDateTime from) {
    String[] fields = text.split(" ", -1);
    SortedSet<Integer> minutes = values(fields[0], 0, 59);
    SortedSet<Integer> hours = values(fields[1], 0, 23);
    for (int day = 0; day < DAYS; day++) {
      LocalDate date = from.toLocalDate().plusDays(day);
      if (!fits(date, fields)) {
        continue;
      }
      for (int hour : hours) {
        for (int minute : minutes) {
          LocalDateTime slot = date.atTime(LocalTime.of(hour, minute));
          if (slot.isAfter(from)) {
            return Optional.of(slot);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean fits(LocalDate date, String[] fields) {
    boolean day = values(fields[2], 1, 31).contains(date.getDayOfMonth());
    SortedSet<Integer> weekdays = values(fields[4], 0, 7);
    int weekday = date.getDayOfWeek().getValue();
    boolean week = weekdays.contains(weekday) || (weekday == 7 && weekdays.contains(0));
    boolean star = fields[2].startsWith("*") || fields[4].startsWith("*");
    return values(fields[3], 1, 12).contains(date.getMonthValue())
        && (star ? day && week : day || week);
  }

  private static SortedSet<Integer> values(String field, int min, int max) {
    TreeSet<Integer> values = new TreeSet<>();
    for (String item : field.split(",", -1)) {
      String[] parts = item.split("/", -1);
      String[] range = (parts[0].equals("*") ? min + "-" + max : parts[0]).split("-", -1);
      int first = Integer.parseInt(range[0]);
      int last = Integer.parseInt(range[range.length - 1]);
      int step = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
      for (int value = first; value <= last; value += step) {
        values.add(value);
      }
    }
    return values;
  }
}
