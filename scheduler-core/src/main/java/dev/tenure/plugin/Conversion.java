package dev.tenure.plugin;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a value of a job's data into what a setter takes. Pure. */
final class Conversion {

  private static final Set<Class<?>> LISTS = Set.of(List.class, Collection.class, Iterable.class);

  private Conversion() {}

  /**
   * The value as an instance of the type.
   *
   * @throws DoesNotFitException with what the type wants, and where inside the value it is missing;
   *     never with the value itself
   */
  static @Nullable Object convert(@Nullable Object value, Type target) throws DoesNotFitException {
    Class<?> raw = raw(target);
    if (value == null) {
      if (raw.isPrimitive()) {
        throw new DoesNotFitException("wants a value");
      }
      return null;
    }
    if (raw.isArray()) {
      return value.getClass() == raw ? value : array(value, element(target, raw));
    }
    if (LISTS.contains(raw) && !(target instanceof Class)) {
      return Collections.unmodifiableList(elements(value, argument(target, 0)));
    }
    if (raw == Set.class && !(target instanceof Class)) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(elements(value, argument(target, 0))));
    }
    if (raw == Map.class && !(target instanceof Class)) {
      return map(value, argument(target, 0), argument(target, 1));
    }
    if (raw == Set.class && value instanceof Collection<?> collection) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(collection));
    }
    if (raw.isInstance(value)) {
      return value;
    }
    return Scalars.convert(value, raw);
  }

  /** The value's kind in words; never the value, which may be a secret. */
  static String describe(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    if (value instanceof Integer || value instanceof Long) {
      return "a whole number";
    }
    if (value instanceof Number) {
      return "a number (" + value.getClass().getSimpleName() + ")";
    }
    if (value instanceof Collection<?> list) {
      return "a list of " + list.size();
    }
    if (value instanceof Map) {
      return "an object { … }";
    }
    return "a value of " + value.getClass().getName();
  }

  /** The type as a person writes it: without packages. */
  static String name(Type type) {
    return type.getTypeName().replaceAll("[a-zA-Z0-9_]+\\.", "").replace('$', '.');
  }

  private static List<@Nullable Object> elements(Object value, Type element)
      throws DoesNotFitException {
    if (!(value instanceof Collection<?> list)) {
      throw new DoesNotFitException("wants a list, [ … ]");
    }
    List<@Nullable Object> converted = new ArrayList<>(list.size());
    for (Object item : list) {
      converted.add(inside("element " + (converted.size() + 1), item, element));
    }
    return converted;
  }

  private static Object array(Object value, Type element) throws DoesNotFitException {
    List<@Nullable Object> items = elements(value, element);
    Object array = Array.newInstance(raw(element), items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, items.get(i));
    }
    return array;
  }

  private static Map<@Nullable Object, @Nullable Object> map(Object value, Type key, Type element)
      throws DoesNotFitException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new DoesNotFitException("wants an object, { … }");
    }
    Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      converted.put(
          inside("key " + entry.getKey(), entry.getKey(), key),
          inside("key " + entry.getKey(), entry.getValue(), element));
    }
    return Collections.unmodifiableMap(converted);
  }

  private static @Nullable Object inside(String where, @Nullable Object item, Type type)
      throws DoesNotFitException {
    try {
      return convert(item, type);
    } catch (DoesNotFitException e) {
      throw new DoesNotFitException(where + " (" + describe(item) + "): " + e.getMessage());
    }
  }

  private static Type argument(Type target, int index) {
    return target instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }

  private static Type element(Type target, Class<?> raw) {
    return target instanceof GenericArrayType array
        ? array.getGenericComponentType()
        : raw.getComponentType();
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic) {
      return raw(generic.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
    }
    if (type instanceof WildcardType wildcard) {
      return raw(wildcard.getUpperBounds()[0]);
    }
    return raw(((TypeVariable<?>) type).getBounds()[0]);
  }
}
