package dev.tenure.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job's data as a tree for JSON and back, with types kept: a {@code Long} comes back as a {@code
 * Long}, because {@code JobDataMap.getLong} refuses an {@code Integer}. Text, integers, finite
 * doubles, truth values, nulls, lists and maps look as they always do in JSON; a long is {@code
 * {"@long": 5}} and a float {@code {"@float": 0.5}}.
 */
public final class TypedData {

  private static final String LONG = "@long";
  private static final String FLOAT = "@float";

  /** Less than can be read back, since data lies within something else. */
  private static final int MOST_LEVELS = 500;

  private TypedData() {}

  /**
   * The data as a tree.
   *
   * @throws IllegalArgumentException that names the key whose value has no form in JSON
   */
  public static Map<String, Object> write(Map<?, ?> data) {
    return write(data, MOST_LEVELS);
  }

  private static Map<String, Object> write(Map<?, ?> data, int levels) {
    Map<String, Object> tree = new LinkedHashMap<>();
    data.forEach(
        (key, value) -> tree.put(String.valueOf(key), value(String.valueOf(key), value, levels)));
    return tree;
  }

  /** The data that such a tree stands for. */
  public static Map<String, Object> read(Map<?, ?> tree) {
    Map<String, Object> data = new LinkedHashMap<>();
    tree.forEach((key, value) -> data.put(String.valueOf(key), read1(value)));
    return data;
  }

  @SuppressWarnings("NullAway") // a null of the job's map is a JSON null
  private static Object value(String key, @Nullable Object value, int levels) {
    if (levels == 0) {
      throw new IllegalArgumentException(
          "the value of \"" + key + "\" is nested deeper than " + MOST_LEVELS + " levels");
    }
    if (value instanceof Long number) {
      return Map.of(LONG, number);
    } else if (value instanceof Float number && Float.isFinite(number)) {
      return Map.of(FLOAT, number);
    } else if (value instanceof List<?> list) {
      List<Object> tree = new ArrayList<>();
      list.forEach(element -> tree.add(value(key, element, levels - 1)));
      return tree;
    } else if (value instanceof Map<?, ?> map) {
      return write(map, levels - 1);
    } else if (value == null || isPlain(value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "the value of \""
            + key
            + "\" is a "
            + value.getClass().getName()
            + ", which cannot be kept as JSON; use text, finite numbers, truth values, lists or"
            + " maps");
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || (value instanceof Double number && Double.isFinite(number));
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the job's map
  private static Object read1(@Nullable Object value) {
    if (value instanceof BigInteger number) {
      return number.longValue();
    } else if (value instanceof List<?> list) {
      List<Object> data = new ArrayList<>();
      list.forEach(element -> data.add(read1(element)));
      return data;
    } else if (!(value instanceof Map<?, ?> map)) {
      return value;
    } else if (map.size() == 1 && map.get(LONG) instanceof Number number) {
      return number.longValue();
    } else if (map.size() == 1 && map.get(FLOAT) instanceof Number number) {
      return number.floatValue();
    } else {
      return read(map);
    }
  }
}
