package dev.tenure.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A setter of a job class.
 *
 * @param type what it takes, with type arguments where they are known
 */
record Setter(Method method, Type type) {

  /** Whether it takes the value without any conversion. */
  boolean takes(@Nullable Object value) {
    return value != null && value.getClass() == method.getParameterTypes()[0];
  }

  /** {@code setName(Type)}. */
  @Override
  public String toString() {
    return method.getName() + "(" + Conversion.name(type) + ")";
  }
}
