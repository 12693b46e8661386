package dev.tenure.plugin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers that arrive as other numbers or as text, checked against the range of their type. */
final class Numbers {

  /** What a whole number may be, by the wrapper class. */
  private record Range(BigInteger min, BigInteger max) {
    static Range of(long min, long max) {
      return new Range(BigInteger.valueOf(min), BigInteger.valueOf(max));
    }
  }

  private static final Map<Class<?>, Range> WHOLE =
      Map.of(
          Byte.class, Range.of(Byte.MIN_VALUE, Byte.MAX_VALUE),
          Short.class, Range.of(Short.MIN_VALUE, Short.MAX_VALUE),
          Integer.class, Range.of(Integer.MIN_VALUE, Integer.MAX_VALUE),
          Long.class, Range.of(Long.MIN_VALUE, Long.MAX_VALUE));

  private static final int LONGEST_TEXT = 400;

  private Numbers() {}

  /**
   * The value as an instance of a wrapper class, {@code BigInteger} or {@code BigDecimal}; null if
   * the target is none of these.
   */
  static @Nullable Object convert(Object value, Class<?> target) throws DoesNotFitException {
    if (target == BigDecimal.class) {
      return decimal(value, "wants a number");
    }
    if (target == Double.class || target == Float.class) {
      return floating(value, target);
    }
    if (target == BigInteger.class) {
      return whole(value);
    }
    Range range = WHOLE.get(target);
    return range == null ? null : inRange(whole(value), range, target);
  }

  private static Object inRange(BigInteger number, Range range, Class<?> target)
      throws DoesNotFitException {
    if (number.compareTo(range.min()) < 0 || number.compareTo(range.max()) > 0) {
      throw new DoesNotFitException(
          "wants a whole number from " + range.min() + " to " + range.max());
    }
    if (target == Byte.class) {
      return number.byteValueExact();
    }
    if (target == Short.class) {
      return number.shortValueExact();
    }
    if (target == Integer.class) {
      return number.intValueExact();
    }
    return number.longValueExact();
  }

  private static Object floating(Object value, Class<?> target) throws DoesNotFitException {
    BigDecimal number = decimal(value, "wants a number");
    double asDouble = target == Float.class ? number.floatValue() : number.doubleValue();
    if (Double.isInfinite(asDouble)) {
      throw new DoesNotFitException("wants a number in the range of " + target.getSimpleName());
    }
    return target == Float.class ? (Object) number.floatValue() : (Object) number.doubleValue();
  }

  private static BigInteger whole(Object value) throws DoesNotFitException {
    BigDecimal number = decimal(value, "wants a whole number");
    // The exponent of a text such as 1e999999999 must not become that many digits.
    if (number.precision() - number.scale() > LONGEST_TEXT) {
      throw new DoesNotFitException("wants a whole number of at most " + LONGEST_TEXT + " digits");
    }
    try {
      return number.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new DoesNotFitException("wants a whole number, without a fraction");
    }
  }

  private static BigDecimal decimal(Object value, String wanted) throws DoesNotFitException {
    if (value instanceof Number || value instanceof String) {
      try {
        String text = value.toString().trim();
        if (text.length() <= LONGEST_TEXT) {
          return new BigDecimal(text);
        }
      } catch (NumberFormatException e) {
        throw new DoesNotFitException(wanted);
      }
    }
    throw new DoesNotFitException(wanted);
  }
}
