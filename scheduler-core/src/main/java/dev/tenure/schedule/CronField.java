package dev.tenure.schedule;

import java.util.BitSet;
import java.util.List;

/**
 * One kind of field: {@code *}, values, names, ranges, steps and lists of these.
 *
 * @param name as people call it
 * @param min the least value
 * @param max the greatest value
 * @param maxStep the greatest step that makes sense
 * @param names names of the values, the first one for {@code firstName}; may be empty
 * @param firstName the value of the first name
 * @param quartz whether ranges may go round the end ({@code 22-2}) and steps may follow one value
 *     ({@code 5/10})
 */
record CronField(
    String name, int min, int max, int maxStep, List<String> names, int firstName, boolean quartz) {

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  static final CronField SECOND = plain("second", 0, 59, 59);
  static final CronField MINUTE = plain("minute", 0, 59, 59);
  static final CronField HOUR = plain("hour", 0, 23, 23);
  static final CronField DAY = plain("day-of-month", 1, 31, 31);
  static final CronField MONTH = new CronField("month", 1, 12, 12, MONTHS, 1, true);
  static final CronField QUARTZ_WEEKDAY = new CronField("day-of-week", 1, 7, 7, WEEKDAYS, 1, true);
  static final CronField UNIX_WEEKDAY = new CronField("day-of-week", 0, 7, 7, WEEKDAYS, 0, false);
  static final CronField YEAR = plain("year", 1970, 2299, 100);

  private static CronField plain(String name, int min, int max, int maxStep) {
    return new CronField(name, min, max, maxStep, List.of(), 0, true);
  }

  /** The same field without what only Quartz knows. */
  CronField unix() {
    return new CronField(name, min, max, maxStep, names, firstName, false);
  }

  /** The values as bits; only for fields up to 63. */
  long mask(String whole, Token token) {
    return values(whole, token).toLongArray()[0];
  }

  BitSet values(String whole, Token token) {
    BitSet values = new BitSet();
    for (Token item : token.split(',')) {
      add(values, whole, item);
    }
    return values;
  }

  /** One number or name. */
  int value(String whole, Token token) {
    int named = names.indexOf(token.upper());
    if (named >= 0) {
      return named + firstName;
    }
    if (!token.text().matches("\\d{1,4}")) {
      throw token.wrong(whole, "is not a " + name, allowed());
    }
    int value = Integer.parseInt(token.text());
    if (value < min || value > max) {
      throw token.wrong(whole, "is out of range for " + name, allowed());
    }
    return value;
  }

  private void add(BitSet values, String whole, Token item) {
    int slash = item.text().indexOf('/');
    Token range = slash < 0 ? item : item.part(0, slash);
    int step = slash < 0 ? 1 : step(whole, item.part(slash + 1, item.text().length()));
    int dash = range.text().indexOf('-');
    int first;
    int last;
    if (range.text().equals("*")) {
      first = min;
      last = max;
    } else if (dash > 0) {
      first = value(whole, range.part(0, dash));
      last = lastOf(whole, range, range.part(dash + 1, range.text().length()), first);
    } else {
      first = value(whole, range);
      last = slash < 0 ? first : max;
      if (slash >= 0 && !quartz) {
        throw item.wrong(
            whole, "has a step without a range", first + "-" + max + item.text().substring(slash));
      }
    }
    for (int value = first; value <= last; value += step) {
      values.set((value - min) % (max - min + 1) + min);
    }
  }

  /** The end of a range; beyond the maximum if the range goes round. */
  private int lastOf(String whole, Token range, Token end, int first) {
    int last = value(whole, end);
    if (last >= first) {
      return last;
    }
    if (!quartz && last == 0 && max == 7) {
      return 7;
    }
    if (!quartz || this.equals(YEAR)) {
      throw range.wrong(whole, "ends before it begins", "a range that goes up");
    }
    return last + max - min + 1;
  }

  private int step(String whole, Token token) {
    if (!token.text().matches("\\d{1,3}")
        || Integer.parseInt(token.text()) < 1
        || Integer.parseInt(token.text()) > maxStep) {
      throw token.wrong(whole, "is not a step for " + name, "1 to " + maxStep);
    }
    return Integer.parseInt(token.text());
  }

  private String allowed() {
    String numbers = min + " to " + max;
    return names.isEmpty()
        ? numbers
        : numbers + ", or " + names.get(0) + " to " + names.get(names.size() - 1);
  }
}
