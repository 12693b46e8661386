package dev.tenure.quartz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;

/**
 * Data of jobs and triggers on its way into the store: only what has a form in JSON and comes back
 * as what it was.
 */
final class QuartzData {

  private QuartzData() {}

  /**
   * A copy of the data.
   *
   * @param owner whose data it is, for the message
   * @throws IllegalArgumentException that names the key and the class of a value that cannot be
   *     stored
   */
  static Map<String, Object> storable(String owner, JobDataMap data) {
    return map(owner, "", data);
  }

  private static Map<String, Object> map(String owner, String path, Map<?, ?> data) {
    Map<String, Object> copy = new LinkedHashMap<>();
    data.forEach(
        (key, value) -> {
          String inside = path.isEmpty() ? String.valueOf(key) : path + "." + key;
          if (!(key instanceof String text)) {
            throw refused(owner, inside, "has a key that is a " + nameOf(key));
          }
          copy.put(text, value(owner, inside, value));
        });
    return copy;
  }

  @SuppressWarnings("NullAway") // null is a value of job data
  private static Object value(String owner, String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map(owner, path, map);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      for (Object element : list) {
        copy.add(value(owner, path + "[" + copy.size() + "]", element));
      }
      return copy;
    }
    if (value == null || isScalar(value)) {
      return value;
    }
    throw refused(owner, path, "is a " + nameOf(value) + describe(value));
  }

  private static boolean isScalar(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || (value instanceof Double number && Double.isFinite(number))
        || (value instanceof Float single && Float.isFinite(single));
  }

  private static String describe(Object value) {
    return value instanceof Number ? " of value " + value : "";
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  private static IllegalArgumentException refused(String owner, String path, String what) {
    return new IllegalArgumentException(
        "the data of "
            + owner
            + " cannot be stored: \""
            + path
            + "\" "
            + what
            + "; allowed are text, truth values, int, long, finite float and double, and lists and"
            + " maps of these");
  }
}
