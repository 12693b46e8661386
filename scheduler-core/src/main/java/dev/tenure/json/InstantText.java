package dev.tenure.json;

import java.time.Instant;

/**
 * Instants as {@link Instant#toString} writes them, to the millisecond, without the cost of a
 * formatter: a journal under load holds a hundred thousand a second.
 */
final class InstantText {

  private static final long DAY = 86_400_000;
  private static final long FIRST = -62_135_596_800_000L;
  private static final long END = 253_402_300_800_000L;

  private InstantText() {}

  static String write(long millis) {
    if (millis < FIRST || millis >= END) {
      return Instant.ofEpochMilli(millis).toString();
    }
    int inDay = (int) Math.floorMod(millis, DAY);
    int fraction = inDay % 1000;
    char[] text = new char[fraction == 0 ? 20 : 24];
    date(text, Math.floorDiv(millis, DAY));
    text[10] = 'T';
    two(text, 11, inDay / 3_600_000);
    text[13] = ':';
    two(text, 14, inDay / 60_000 % 60);
    text[16] = ':';
    two(text, 17, inDay / 1000 % 60);
    if (fraction != 0) {
      text[19] = '.';
      text[20] = (char) ('0' + fraction / 100);
      two(text, 21, fraction % 100);
    }
    text[text.length - 1] = 'Z';
    return new String(text);
  }

  /** Days since the epoch as a date of the Gregorian calendar; years are counted from March. */
  private static void date(char[] text, long epochDay) {
    long days = epochDay + 719_468;
    long era = Math.floorDiv(days, 146_097);
    int dayOfEra = (int) (days - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shifted = (5 * dayOfYear + 2) / 153;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    two(text, 0, year / 100);
    two(text, 2, year % 100);
    text[4] = '-';
    two(text, 5, month);
    text[7] = '-';
    two(text, 8, dayOfYear - (153 * shifted + 2) / 5 + 1);
  }

  private static void two(char[] text, int at, int number) {
    text[at] = (char) ('0' + number / 10);
    text[at + 1] = (char) ('0' + number % 10);
  }

  /**
   * Milliseconds since the epoch, without what is finer.
   *
   * @throws java.time.DateTimeException for text that is not an instant
   */
  static long millis(String text) {
    int length = text.length();
    boolean plain =
        (length == 20 || (length == 24 && text.charAt(19) == '.'))
            && text.charAt(length - 1) == 'Z'
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':';
    int fields = plain ? (number(text, 0, 4) | number(text, 5, 7) | number(text, 8, 10)) : -1;
    int clock = plain ? (number(text, 11, 13) | number(text, 14, 16) | number(text, 17, 19)) : -1;
    int fraction = plain && length == 24 ? number(text, 20, 23) : 0;
    if (fields < 0 || clock < 0 || fraction < 0 || !inRange(text)) {
      return Instant.parse(text).toEpochMilli();
    }
    long second = number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, 19);
    return epochDay(text) * DAY + second * 1000 + fraction;
  }

  private static boolean inRange(String text) {
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= 28
        && number(text, 11, 13) < 24
        && number(text, 14, 16) < 60
        && number(text, 17, 19) < 60;
  }

  private static long epochDay(String text) {
    int month = number(text, 5, 7);
    long year = month <= 2 ? number(text, 0, 4) - 1L : number(text, 0, 4);
    long era = Math.floorDiv(year, 400);
    long yearOfEra = year - era * 400;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number(text, 8, 10) - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
  }

  /** The digits as a number; negative when there is something else among them. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
