package dev.tenure.schedule;

import java.util.Random;

/** Draws expressions that are right by the grammar; some never fire. */
final class RandomCron {

  private final Random random;

  RandomCron(long seed) {
    this.random = new Random(seed);
  }

  String unix() {
    return String.join(
        " ",
        field(0, 59, true),
        field(0, 23, true),
        field(1, 31, true),
        field(1, 12, true),
        field(0, 7, true));
  }

  String quartz() {
    String day = random.nextBoolean() ? "?" : day();
    String weekday = day.equals("?") ? weekday() : "?";
    return String.join(
        " ",
        random.nextBoolean() ? "0" : field(0, 59, false),
        field(0, 59, false),
        field(0, 23, false),
        day,
        field(1, 12, false),
        weekday);
  }

  private String day() {
    return switch (random.nextInt(6)) {
      case 0 -> "L";
      case 1 -> "L-" + (1 + random.nextInt(10));
      case 2 -> "LW";
      case 3 -> (1 + random.nextInt(28)) + "W";
      default -> field(1, 31, false);
    };
  }

  private String weekday() {
    return switch (random.nextInt(5)) {
      case 0 -> (1 + random.nextInt(7)) + "#" + (1 + random.nextInt(5));
      case 1 -> (1 + random.nextInt(7)) + "L";
      case 2 -> "MON-FRI";
      default -> field(1, 7, false);
    };
  }

  private String field(int min, int max, boolean unix) {
    int value = min + random.nextInt(max - min + 1);
    int other = min + random.nextInt(max - min + 1);
    int step = 1 + random.nextInt(Math.max(1, (max - min) / 2));
    return switch (random.nextInt(7)) {
      case 0, 1 -> "*";
      case 2 -> "*/" + step;
      case 3 -> value + "," + other;
      case 4 -> unix || random.nextBoolean() ? up(value, other) : value + "/" + step;
      case 5 -> unix ? up(value, other) + "/" + step : value + "-" + other;
      default -> Integer.toString(value);
    };
  }

  private static String up(int a, int b) {
    return Math.min(a, b) + "-" + Math.max(a, b);
  }
}
