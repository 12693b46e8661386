package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import java.util.function.Function;

/** Makes one Java value of one HOCON value. */
@FunctionalInterface
interface ValueParser<T> {

  T parse(ConfigValue value) throws BadValue;

  /** Goes on with a constructor that throws {@link IllegalArgumentException} for wrong values. */
  default <R> ValueParser<R> as(Function<T, R> constructor) {
    return value -> {
      T parsed = parse(value);
      try {
        return constructor.apply(parsed);
      } catch (IllegalArgumentException e) {
        throw new BadValue(String.valueOf(e.getMessage()), "");
      }
    };
  }
}
