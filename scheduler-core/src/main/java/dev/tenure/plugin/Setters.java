package dev.tenure.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The setters of a class, by property. */
final class Setters {

  private final Map<String, List<Setter>> byProperty;

  private Setters(Map<String, List<Setter>> byProperty) {
    this.byProperty = byProperty;
  }

  static Setters of(Class<?> type) {
    List<Setter> setters = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (isSetter(method) && !(method.isBridge() && hasRealOne(method))) {
        setters.add(new Setter(method, parameterType(method)));
      }
    }
    // Overloads are tried in this order, which must not depend on the virtual machine.
    setters.sort(Comparator.comparing(setter -> setter.method().toGenericString()));
    return new Setters(
        setters.stream()
            .collect(Collectors.groupingBy(s -> property(s.method().getName().substring(3)))));
  }

  /** The setters that a key of the data means; more than one if overloaded. */
  List<Setter> forKey(String key) {
    return byProperty.getOrDefault(property(key), List.of());
  }

  /** What is the same for {@code max-items}, {@code maxItems} and {@code MaxItems}. */
  static String property(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isSetter(Method method) {
    return method.getName().startsWith("set")
        && method.getName().length() > "set".length()
        && method.getParameterCount() == 1
        && !Modifier.isStatic(method.getModifiers());
  }

  /** A bridge from {@code setX(Object)} to {@code setX(T)} of the same class is not meant. */
  private static boolean hasRealOne(Method bridge) {
    for (Method method : bridge.getDeclaringClass().getDeclaredMethods()) {
      if (!method.isBridge() && isSetter(method) && method.getName().equals(bridge.getName())) {
        return true;
      }
    }
    return false;
  }

  /** A bridge that makes a package-private parent's setter public has lost its type arguments. */
  private static Type parameterType(Method method) {
    Class<?> erased = method.getParameterTypes()[0];
    Class<?> owner = method.getDeclaringClass();
    for (@Nullable Class<?> c = owner; method.isBridge() && c != null; c = c.getSuperclass()) {
      for (Method candidate : c.getDeclaredMethods()) {
        if (!candidate.isBridge()
            && candidate.getName().equals(method.getName())
            && candidate.getParameterCount() == 1
            && candidate.getParameterTypes()[0] == erased) {
          return candidate.getGenericParameterTypes()[0];
        }
      }
    }
    return method.getGenericParameterTypes()[0];
  }
}
