package dev.tenure.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of values that settings have. */
final class Values {

  private static final String DURATION_FORM =
      "a number with a unit (ns, us, ms, s, m, h or d), such as 5s, or ISO 8601, such as PT5S";
  private static final String INSTANT_FORM =
      "2026-01-31T08:00:00Z, 2026-01-31T08:00:00+01:00, or without an offset in the job's time-zone";

  private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999Z");

  private Values() {}

  /** Text that is not blank; a number or a boolean counts as text. */
  static ValueParser<String> text() {
    return value -> {
      String text = scalar(value, "text");
      if (text.isBlank()) {
        throw new BadValue("is empty", "text that is not blank");
      }
      return text;
    };
  }

  static ValueParser<Boolean> bool() {
    return value -> {
      String text = scalar(value, "true or false");
      if (!text.equals("true") && !text.equals("false")) {
        throw new BadValue("is \"" + text + "\", not a boolean", "true or false");
      }
      return text.equals("true");
    };
  }

  static ValueParser<Integer> integer(int min, int max) {
    return value -> Math.toIntExact(number(min, max).parse(value));
  }

  static ValueParser<Long> number(long min, long max) {
    String allowed = "a whole number, " + min + " to " + max;
    return value -> {
      String text = scalar(value, allowed);
      try {
        long number = Long.parseLong(text);
        if (number < min || number > max) {
          throw new BadValue("is " + number + ", out of range", allowed);
        }
        return number;
      } catch (NumberFormatException e) {
        throw new BadValue("is \"" + text + "\", not a whole number", allowed);
      }
    };
  }

  /** A fraction such as 0.2. */
  static ValueParser<Double> fraction() {
    String allowed = "a number, 0 to 1";
    return value -> {
      String text = scalar(value, allowed);
      if (!text.matches("[0-9]*\\.?[0-9]+")) {
        throw new BadValue("is \"" + text + "\", not a fraction", allowed);
      }
      double number = Double.parseDouble(text);
      if (number > 1) {
        throw new BadValue("is " + text + ", out of range", allowed);
      }
      return number;
    };
  }

  /** A number of bytes, such as 2GiB. */
  static ValueParser<Long> size(long min, long max) {
    String allowed = "a number of bytes with a unit (KiB, MiB, GiB), " + min + " to " + max;
    return value -> {
      String text = scalar(value, allowed);
      try {
        long bytes = value.atKey("value").getMemorySize("value").toBytes();
        if (bytes < min || bytes > max) {
          throw new BadValue("is " + text + ", out of range", allowed);
        }
        return bytes;
      } catch (ConfigException | ArithmeticException | IllegalArgumentException e) {
        throw new BadValue("is \"" + text + "\", not a size", allowed);
      }
    };
  }

  static ValueParser<Duration> duration(Duration min, Duration max) {
    return value -> {
      Duration duration = duration(value);
      if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
        throw new BadValue(
            "is " + scalar(value, "") + ", out of range",
            Durations.text(min) + " to " + Durations.text(max));
      }
      return duration;
    };
  }

  private static Duration duration(ConfigValue value) throws BadValue {
    String text = scalar(value, DURATION_FORM);
    if (text.strip().matches("[-+]?[0-9.]+")) {
      throw new BadValue("is " + text + ", a duration without a unit", DURATION_FORM);
    }
    if (text.startsWith("P")) {
      return isoDuration(text);
    }
    try {
      return value.atKey("value").getDuration("value");
    } catch (ConfigException | ArithmeticException e) {
      throw new BadValue("is \"" + text + "\", not a duration", DURATION_FORM);
    }
  }

  private static Duration isoDuration(String text) throws BadValue {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new BadValue("is \"" + text + "\", not a duration", DURATION_FORM);
    }
  }

  /** One of an enum's constants, written in small letters. */
  static <E extends Enum<E>> ValueParser<E> oneOf(Class<E> type) {
    String allowed =
        Arrays.stream(type.getEnumConstants()).map(Values::word).collect(Collectors.joining(", "));
    return value -> {
      String text = scalar(value, allowed);
      for (E constant : type.getEnumConstants()) {
        if (word(constant).equals(text)) {
          return constant;
        }
      }
      throw new BadValue("is \"" + text + "\"", allowed);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ValueParser<ZoneId> zone() {
    String allowed = "a region such as Europe/Berlin, or UTC";
    return value -> {
      String text = scalar(value, allowed);
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new BadValue("is \"" + text + "\", not a time zone", allowed);
      }
    };
  }

  /** RFC 3339, or a local date-time in the zone (in a gap of the clock: as much later). */
  static ValueParser<Instant> instant(ZoneId zone) {
    return value -> {
      String text = scalar(value, INSTANT_FORM);
      Instant instant = instant(text, zone);
      if (instant.isBefore(FIRST_INSTANT) || instant.isAfter(LAST_INSTANT)) {
        throw new BadValue("is \"" + text + "\", out of range", "the years 1 to 9999");
      }
      return instant;
    };
  }

  private static Instant instant(String text, ZoneId zone) throws BadValue {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException withOffset) {
      try {
        return LocalDateTime.parse(text).atZone(zone).toInstant();
      } catch (DateTimeParseException local) {
        throw new BadValue("is \"" + text + "\", not a date with a time", INSTANT_FORM);
      }
    }
  }

  private static String scalar(ConfigValue value, String allowed) throws BadValue {
    if (value.valueType() == ConfigValueType.OBJECT) {
      throw new BadValue("is an object { }", allowed);
    }
    if (value.valueType() == ConfigValueType.LIST) {
      throw new BadValue("is a list [ ]", allowed);
    }
    return value.atKey("value").getString("value");
  }
}
