package dev.tenure.plugin;

import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Single values: text, numbers, booleans, enums, and what Java reads from a text. Pure. */
final class Scalars {

  /** A type that is read from a text. */
  private record Text(String wanted, Function<String, Object> parse) {}

  private static final Map<Class<?>, Text> TEXTS =
      Map.of(
          Instant.class,
          new Text(
              "an instant such as 2026-01-31T12:00:00Z",
              text -> OffsetDateTime.parse(text).toInstant()),
          LocalDate.class,
          new Text("a date such as 2026-01-31", LocalDate::parse),
          LocalTime.class,
          new Text("a time of day such as 12:00", LocalTime::parse),
          LocalDateTime.class,
          new Text("a date and time such as 2026-01-31T12:00:00", LocalDateTime::parse),
          ZoneId.class,
          new Text("a time zone such as Europe/Berlin", ZoneId::of),
          URI.class,
          new Text("a URI", URI::create),
          Path.class,
          new Text("a path", Path::of),
          Charset.class,
          new Text("a character set such as UTF-8", Charset::forName),
          UUID.class,
          new Text("a UUID", UUID::fromString));

  private static final Map<String, Boolean> BOOLEANS =
      Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

  private Scalars() {}

  static Object convert(Object value, Class<?> raw) throws DoesNotFitException {
    Class<?> target = MethodType.methodType(raw).wrap().returnType();
    if (target.isInstance(value)) {
      return value;
    }
    if (target == String.class) {
      return text(value);
    }
    if (target == Boolean.class) {
      return bool(value);
    }
    if (target == Character.class) {
      return character(value);
    }
    Object number = Numbers.convert(value, target);
    if (number != null) {
      return number;
    }
    if (target.isEnum()) {
      return constant(value, target);
    }
    return fromText(value, target);
  }

  private static String text(Object value) throws DoesNotFitException {
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Number) {
      // 1.10 has become 1.1 on its way here: better refused than silently changed.
      throw new DoesNotFitException("wants a text; write the number in quotes");
    }
    throw new DoesNotFitException("wants a text");
  }

  private static Boolean bool(Object value) throws DoesNotFitException {
    Boolean known =
        value instanceof String text ? BOOLEANS.get(text.trim().toLowerCase(Locale.ROOT)) : null;
    if (known == null) {
      throw new DoesNotFitException("wants true or false");
    }
    return known;
  }

  private static Character character(Object value) throws DoesNotFitException {
    if (value instanceof String text && text.length() == 1) {
      return text.charAt(0);
    }
    throw new DoesNotFitException("wants a text of one character");
  }

  private static Object constant(Object value, Class<?> target) throws DoesNotFitException {
    Object[] constants = target.getEnumConstants();
    if (value instanceof String text) {
      for (Object constant : constants) {
        if (plain(((Enum<?>) constant).name()).equals(plain(text))) {
          return constant;
        }
      }
    }
    throw new DoesNotFitException(
        "wants one of "
            + Arrays.stream(constants)
                .map(constant -> kebab(((Enum<?>) constant).name()))
                .collect(Collectors.joining(", ")));
  }

  private static Object fromText(Object value, Class<?> target) throws DoesNotFitException {
    if (target == Duration.class) {
      return HumanDuration.parse(value instanceof String text ? text : "");
    }
    Text kind = TEXTS.get(target);
    if (kind == null) {
      throw new DoesNotFitException(
          "wants a " + target.getName() + ", which data cannot carry; read it from the JobDataMap");
    }
    if (value instanceof String text) {
      try {
        return kind.parse().apply(text.trim());
      } catch (IllegalArgumentException | java.time.DateTimeException e) {
        throw new DoesNotFitException("wants " + kind.wanted());
      }
    }
    throw new DoesNotFitException("wants " + kind.wanted());
  }

  private static String plain(String name) {
    return kebab(name.trim()).replace("-", "");
  }

  private static String kebab(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
