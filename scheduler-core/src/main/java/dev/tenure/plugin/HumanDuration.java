package dev.tenure.plugin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as HOCON writes them, with its unit names, or as ISO-8601 does. */
final class HumanDuration {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+)");
  private static final Map<String, Long> NANOS = nanosByUnit();

  private HumanDuration() {}

  static Duration parse(String text) throws DoesNotFitException {
    String trimmed = text.trim();
    try {
      if (trimmed.toUpperCase(Locale.ROOT).matches("[+-]?P.*")) {
        return Duration.parse(trimmed);
      }
      Matcher matcher = NUMBER_AND_UNIT.matcher(trimmed);
      Long unit = matcher.matches() ? NANOS.get(matcher.group(2)) : null;
      if (unit != null) {
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong();
    }
    throw wrong();
  }

  private static DoesNotFitException wrong() {
    return new DoesNotFitException(
        "wants a duration with a unit, such as 10s, 5 minutes, 1.5h or PT10S (ns, us, ms, s, m, h, d)");
  }

  private static Map<String, Long> nanosByUnit() {
    Map<String, Long> units = new HashMap<>();
    add(units, Duration.ofNanos(1), "ns", "nano", "nanos", "nanosecond", "nanoseconds");
    add(units, Duration.ofNanos(1_000), "us", "micro", "micros", "microsecond", "microseconds");
    add(units, Duration.ofMillis(1), "ms", "milli", "millis", "millisecond", "milliseconds");
    add(units, Duration.ofSeconds(1), "s", "second", "seconds");
    add(units, Duration.ofMinutes(1), "m", "minute", "minutes");
    add(units, Duration.ofHours(1), "h", "hour", "hours");
    add(units, Duration.ofDays(1), "d", "day", "days");
    return Map.copyOf(units);
  }

  private static void add(Map<String, Long> units, Duration unit, String... names) {
    for (String name : names) {
      units.put(name, unit.toNanos());
    }
  }
}
