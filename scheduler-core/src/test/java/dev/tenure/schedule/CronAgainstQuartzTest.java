package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

/**
 * Where there is no change of the clocks, our reading of Quartz's form and Quartz's own agree. Days
 * with W are left out: there Quartz keeps the time of day that it began to search at, and so misses
 * the first slots of a day that W moved.
 */
class CronAgainstQuartzTest {

  @Test
  void bothFindTheSameSlots() throws ParseException {
    RandomCron cron = new RandomCron(20260101);
    Random random = new Random(4711);
    for (int i = 0; i < 3000; i++) {
      String text = withoutWorkingDays(cron);
      CronExpression quartz = new CronExpression(text);
      quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
      Instant from = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(300_000_000));
      Date expected = quartz.getNextValidTimeAfter(Date.from(from));

      assertThat(next(text, from))
          .as("%s after %s", text, from)
          .isEqualTo(Optional.ofNullable(expected).map(Date::toInstant));
    }
  }

  private static String withoutWorkingDays(RandomCron cron) {
    String text = cron.quartz();
    while (text.contains("W ")) {
      text = cron.quartz();
    }
    return text;
  }

  private static Optional<Instant> next(String text, Instant from) {
    try {
      return Grids.cron(text, ZoneId.of("UTC")).next(from);
    } catch (ScheduleException e) {
      assertThat(e.what()).startsWith("never fires");
      return Optional.empty();
    }
  }
}
