package dev.tenure.schedule;

import dev.tenure.model.CalendarSpec.Excluded;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Draws what a calendar may leave out. */
final class RandomExcluded {

  private RandomExcluded() {}

  static Excluded draw(Random random) {
    return switch (random.nextInt(6)) {
      case 0 ->
          new Excluded.Annual(
              several(
                  random, 200, () -> MonthDay.of(1 + random.nextInt(12), 1 + random.nextInt(28))));
      case 1 ->
          new Excluded.Holiday(
              several(random, 300, () -> LocalDate.ofEpochDay(10_957 + random.nextInt(12_000))));
      case 2 -> new Excluded.Weekly(several(random, 9, () -> DayOfWeek.of(1 + random.nextInt(7))));
      case 3 -> new Excluded.Monthly(several(random, 40, () -> 1 + random.nextInt(31)));
      case 4 -> {
        int from = random.nextInt(86_400);
        int to = from + random.nextInt(86_400 - from);
        yield new Excluded.Daily(
            LocalTime.ofSecondOfDay(from), LocalTime.ofSecondOfDay(to), random.nextBoolean());
      }
      default -> new Excluded.Cron(CRONS[random.nextInt(CRONS.length)]);
    };
  }

  private static final String[] CRONS = {
    "* * 8-17 ? * MON-FRI",
    "* 0-29 * * * ?",
    "0-29 * * * * ?",
    "* * * ? * SAT,SUN",
    "* * * L * ?",
    "* * 22-6 * * ?",
    "* * * * 1-6 ?",
    "* 5/7 2,3 * * ?",
  };

  private static <T> Set<T> several(Random random, int most, Supplier<T> one) {
    Set<T> set = new HashSet<>();
    for (int i = 0; i <= random.nextInt(most); i++) {
      set.add(one.get());
    }
    return set;
  }
}
